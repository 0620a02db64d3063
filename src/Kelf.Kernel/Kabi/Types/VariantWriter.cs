// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>
/// Writes a corpus in the form of Oracle UEK and XCP-ng: all records, each once, then a line <c>F#path name…</c> for each file. Where a name has
/// several records, each has the CRC-32 of its line as a suffix (<c>s#dev@1c2ab03f</c>). Lines, and the words of a file, are in ascending order
/// of their bytes. What <see cref="VariantReader"/> has read of such a file is written as it was.
/// </summary>
public sealed class VariantWriter
{
    private readonly Corpus _corpus;
    private readonly RecordTable _table;

    // By record: the word that stands for it. Names with several records.
    private readonly Dictionary<int, byte[]> _words = [];
    private readonly HashSet<int> _several = [];

    private VariantWriter(Corpus corpus) => (_corpus, _table) = (corpus, corpus.Table);

    /// <summary>Writes it.</summary>
    /// <exception cref="RefusedException">It cannot be said in this form.</exception>
    public static void Write(Corpus corpus, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(output);
        VariantWriter writer = new(corpus);
        writer.NameRecords();
        writer.WriteRecords(output);
        writer.WriteFiles(output);
    }

    private void NameRecords()
    {
        HashSet<int> records = [.. _corpus.Loose];
        foreach (CorpusFile file in _corpus.Files)
        {
            foreach (int record in file.Records)
            {
                if (!file.Missing.ContainsKey(_table.NameOf(record)))
                {
                    records.Add(record);
                }
            }
        }

        Dictionary<int, int> counts = [];
        foreach (int record in records)
        {
            if (++CollectionsMarshal.GetValueRefOrAddDefault(counts, _table.NameOf(record), out _) > 1)
            {
                _several.Add(_table.NameOf(record));
            }
        }

        foreach (int record in records)
        {
            int name = _table.NameOf(record);
            _words[record] = _several.Contains(name)
                ? [.. _table.Words[name], .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"@{Crc32.Append(0, _table.LineOf(record)):x8}"))]
                : _table.Words[name].ToArray();
        }
    }

    private void WriteRecords(IByteSink output)
    {
        int[] records = [.. _words.Keys];
        Array.Sort(records, (a, b) => _words[a].AsSpan().SequenceCompareTo(_words[b]));
        for (int i = 0; i < records.Length; i++)
        {
            byte[] word = _words[records[i]];
            if (i > 0 && word.AsSpan().SequenceEqual(_words[records[i - 1]]))
            {
                throw new RefusedException(_corpus.Files[0].Source, $"two records have the name '{Encoding.UTF8.GetString(word)}': this form cannot tell them apart");
            }

            output.Write(word);
            output.Write(_table.LineOf(records[i])[_table.Words[_table.NameOf(records[i])].Length..]);
            output.Write("\n"u8);
        }
    }

    private void WriteFiles(IByteSink output)
    {
        byte[][] paths = [.. _corpus.Files.Select(file => Encoding.UTF8.GetBytes(file.Path))];
        CorpusFile[] files = [.. _corpus.Files];
        Array.Sort(paths, files, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        for (int i = 0; i < files.Length; i++)
        {
            (byte[] path, CorpusFile file) = (paths[i], files[i]);
            if (path.AsSpan().ContainsAny(" \t\n\r\f"u8))
            {
                throw new RefusedException(file.Source, $"'{file.Path}' has a blank in it, which this form has no way to say");
            }

            List<byte[]> words = WordsOf(file);
            words.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
            output.Write("F#"u8);
            output.Write(path);
            foreach (byte[] word in words)
            {
                output.Write(" "u8);
                output.Write(word);
            }

            output.Write("\n"u8);
        }
    }

    // Exports, types of which there are several, and those to which none of these leads.
    private List<byte[]> WordsOf(CorpusFile file)
    {
        List<byte[]> words = [];
        HashSet<int> reached = [];
        Stack<int> open = [];
        foreach (int record in file.Records)
        {
            int name = _table.NameOf(record);
            bool isMissing = file.Missing.TryGetValue(name, out string? missing);
            if (isMissing || _several.Contains(name) || !_table.IsType(name))
            {
                words.Add(isMissing ? Encoding.UTF8.GetBytes(missing!) : _words[record]);
                reached.Add(record);
                open.Push(record);
            }
        }

        Follow(file, reached, open);
        foreach (int record in file.Records)
        {
            if (reached.Add(record))
            {
                words.Add(_words[record]);
                open.Push(record);
                Follow(file, reached, open);
            }
        }

        return words;
    }

    private void Follow(CorpusFile file, HashSet<int> reached, Stack<int> open)
    {
        while (open.TryPop(out int record))
        {
            foreach (int type in _table.ReferencesOf(record))
            {
                if (file.Find(type) is >= 0 and int next && reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }
    }
}
