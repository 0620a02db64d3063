// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Types;

/// <summary>Reads symtypes files of single objects, as genksyms and gendwarfksyms write them: a record on each line.</summary>
internal sealed class PlainReader(RecordTable table)
{
    private readonly List<(int Record, int Line)> _records = [];

    // By word: the number of the file that defined it last.
    private int[] _definedIn = [];
    private int _file;

    /// <summary>Reads a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="path">Its path in the corpus.</param>
    /// <exception cref="MalformedTextException">A line is no record, a name is there twice, or a type is missing.</exception>
    public CorpusFile Read(ReadOnlySpan<byte> text, string file, string path)
    {
        _file++;
        _records.Clear();
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            int record = table.Add(lines.Line);
            if (record < 0)
            {
                throw lines.Wrong("Expected a record name");
            }

            _records.Add((record, lines.Number));
            if (!Define(table.NameOf(record)))
            {
                throw lines.Wrong($"Duplicate record '{table.TextOf(table.NameOf(record))}'");
            }
        }

        lines = new(text, file);
        foreach ((int record, _) in _records)
        {
            lines.Next();
            foreach (int type in table.ReferencesOf(record))
            {
                if (type >= _definedIn.Length || _definedIn[type] != _file)
                {
                    throw lines.Wrong($"Type '{table.TextOf(type)}' is not known");
                }
            }
        }

        return new CorpusFile(path, file, table, _records);
    }

    private bool Define(int name)
    {
        if (name >= _definedIn.Length)
        {
            Array.Resize(ref _definedIn, Math.Max(table.Words.Count, _definedIn.Length * 2));
        }

        bool isNew = _definedIn[name] != _file;
        _definedIn[name] = _file;
        return isNew;
    }
}
