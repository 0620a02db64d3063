// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>
/// Reads many symtypes files in one: a section for each begins with <c>/* path */</c> and has what is not as it was seen last. A type
/// that a record leads to, and that its section does not have, is the last one of that name. <c>s##dev</c> is short for
/// <c>s#dev struct dev { UNKNOWN }</c>, in its section only.
/// </summary>
internal sealed class ConsolidatedReader(RecordTable table, string file)
{
    private readonly List<CorpusFile> _files = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    // By name: its last record, and the line that has it.
    private readonly Dictionary<int, (int Record, int Line)> _last = [];

    // Of the section: by name its record, and the line that has it.
    private readonly Dictionary<int, (int Record, int Line)> _section = [];
    private string? _path;
    private RecordBudget _budget = new(file, 0);

    /// <summary>Is it such a file? Its first line says so.</summary>
    public static bool Accepts(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith("\ufeff"u8) ? text[3..] : text;
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        return IsHeader(line.EndsWith("\r"u8) ? line[..^1] : line);
    }

    /// <summary>Reads the sections.</summary>
    /// <exception cref="MalformedTextException">A line is wrong, a name or path is there twice, or a type is missing.</exception>
    public List<CorpusFile> Read(ReadOnlySpan<byte> text)
    {
        _budget = new RecordBudget(file, text.Length);
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            if (IsHeader(lines.Line))
            {
                EndSection(text);
                BeginSection(lines);
            }
            else if (!lines.Line.IsEmpty)
            {
                AddRecord(lines);
            }
        }

        EndSection(text);
        return _files;
    }

    private static bool IsHeader(ReadOnlySpan<byte> line) => line.StartsWith("/* "u8) && line.EndsWith(" */"u8);

    private void BeginSection(in Utf8Lines lines)
    {
        ReadOnlySpan<byte> path = lines.Line.Length > 6 ? lines.Line[3..^3] : default;
        _path = path.IsEmpty ? throw lines.Wrong("Expected a file name in the section header") : Encoding.UTF8.GetString(path);
        if (!_paths.Add(_path))
        {
            throw lines.Wrong($"Duplicate file path '{_path}'");
        }
    }

    private void AddRecord(in Utf8Lines lines)
    {
        ReadOnlySpan<byte> rest = lines.Line;
        ReadOnlySpan<byte> word = Words.Next(ref rest);
        bool isShort = word.Length > 3 && !RecordTable.KeywordOf(word[0]).IsEmpty && word[1..].StartsWith("##"u8);
        if (isShort && !Words.Trim(rest).IsEmpty)
        {
            throw lines.Wrong("Unexpected string found at the end of the override record");
        }

        int record = isShort ? table.AddDeclaration(word[0], word[3..]) : table.Add(lines.Line);
        if (record < 0)
        {
            throw lines.Wrong("Expected a record name");
        }

        int name = table.NameOf(record);
        if (!_section.TryAdd(name, (record, lines.Number)))
        {
            throw lines.Wrong($"Duplicate record '{table.TextOf(name)}'");
        }

        if (!isShort)
        {
            _last[name] = (record, lines.Number);
        }
    }

    private void EndSection(ReadOnlySpan<byte> text)
    {
        if (_path is null)
        {
            return;
        }

        Stack<(int Record, int Line)> open = new(_section.Values);
        while (open.TryPop(out (int Record, int Line) next))
        {
            foreach (int type in table.ReferencesOf(next.Record))
            {
                if (_section.ContainsKey(type))
                {
                    continue;
                }

                if (!_last.TryGetValue(type, out (int Record, int Line) last))
                {
                    throw AtLine(text, next.Line, $"Type '{table.TextOf(type)}' is not known");
                }

                _budget.Spend();
                _section.Add(type, last);
                open.Push(last);
            }
        }

        _files.Add(new CorpusFile(_path, file, table, _section.Values));
        _section.Clear();
    }

    private MalformedTextException AtLine(ReadOnlySpan<byte> text, int number, string what)
    {
        Utf8Lines lines = new(text, file);
        while (lines.Next() && lines.Number < number)
        {
        }

        return lines.Wrong(what);
    }
}
