// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>
/// Reads many symtypes files in one, in the older form. All records come once, and where a name has several, each has a suffix:
/// <c>s#dev@0</c> (suse-kabi-tools before April 2025), or <c>s#dev@1c2ab03f</c>, the CRC-32 of the record (Oracle UEK, XCP-ng). Lines
/// <c>F#path name…</c> say which files there are, what they export, and which of several records they have.
/// </summary>
internal sealed class VariantReader(RecordTable table, string file)
{
    private static readonly SearchValues<byte> s_hexDigits = SearchValues.Create("0123456789abcdef"u8);

    // By the word that stands for it: the record. By name: the record, if there is one only.
    private readonly Dictionary<int, int> _records = [];
    private readonly Dictionary<int, int> _single = [];
    private readonly List<CorpusFile> _files = [];
    private readonly List<string> _undefined = [];
    private readonly HashSet<int> _used = [];
    private RecordBudget _budget = new(file, 0);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Is it such a file? A line of a file says so.</summary>
    public static bool Accepts(ReadOnlySpan<byte> text) => text.StartsWith("F#"u8) || text.IndexOf("\nF#"u8) >= 0;

    /// <summary>Reads the files.</summary>
    /// <exception cref="MalformedTextException">A line is wrong, a record or path is there twice, or that of an export is missing.</exception>
    public Corpus Read(ReadOnlySpan<byte> text)
    {
        _budget = new RecordBudget(file, text.Length);
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            if (!lines.Line.StartsWith("F#"u8))
            {
                AddRecord(lines);
            }
        }

        lines = new(text, file);
        while (lines.Next())
        {
            if (lines.Line.StartsWith("F#"u8))
            {
                AddFile(lines);
            }
        }

        return new Corpus(table, _files)
        {
            Warnings = _undefined,
            Loose = [.. _records.Values.Where(record => !_used.Contains(record))],
        };
    }

    private void AddRecord(in Utf8Lines lines)
    {
        ReadOnlySpan<byte> rest = lines.Line;
        ReadOnlySpan<byte> word = Words.Next(ref rest);
        if (word.IsEmpty)
        {
            throw lines.Wrong("Expected a record name");
        }

        ReadOnlySpan<byte> name = WithoutSuffix(word);
        int record = table.Add([.. name, .. rest]);
        if (!_records.TryAdd(table.Words.Add(word), record))
        {
            throw lines.Wrong($"Duplicate record '{Encoding.UTF8.GetString(word)}'");
        }

        if (name.Length == word.Length)
        {
            _single.Add(table.NameOf(record), record);
        }
    }

    private void AddFile(in Utf8Lines lines)
    {
        ReadOnlySpan<byte> rest = lines.Line[2..];
        string path = Encoding.UTF8.GetString(Words.Next(ref rest));
        if (path.Length == 0 || !_paths.Add(path))
        {
            throw lines.Wrong(path.Length == 0 ? "Expected a file name after F#" : $"Duplicate file path '{path}'");
        }

        Dictionary<int, int> records = [];
        Dictionary<int, string> missing = [];
        int number = lines.Number;
        Stack<int> open = [];
        for (ReadOnlySpan<byte> word = Words.Next(ref rest); !word.IsEmpty; word = Words.Next(ref rest))
        {
            if (!_records.TryGetValue(table.Words.Find(word), out int record))
            {
                record = Declare(word, lines);
                missing[table.NameOf(record)] = Encoding.UTF8.GetString(word);
            }

            if (!records.TryAdd(table.NameOf(record), record))
            {
                throw lines.Wrong($"Duplicate record '{table.TextOf(table.NameOf(record))}'");
            }

            open.Push(record);
        }

        while (open.TryPop(out int record))
        {
            foreach (int type in table.ReferencesOf(record))
            {
                if (records.ContainsKey(type))
                {
                    continue;
                }

                if (!_single.TryGetValue(type, out int single))
                {
                    single = Declare(table.Words[type], lines);
                }

                _budget.Spend();
                records.Add(type, single);
                open.Push(single);
            }
        }

        _used.UnionWith(records.Values);
        _files.Add(new CorpusFile(path, file, table, [.. records.Values.Select(record => (record, number))]) { Missing = missing });
    }

    // Published files name records that they have not: Oracle's program loses some.
    private int Declare(ReadOnlySpan<byte> word, in Utf8Lines lines)
    {
        ReadOnlySpan<byte> name = WithoutSuffix(word);
        if (!Words.IsReference(name) || RecordTable.KeywordOf(name[0]).IsEmpty)
        {
            throw lines.Wrong($"Record '{Encoding.UTF8.GetString(word)}' is not known");
        }

        _undefined.Add(string.Create(
            CultureInfo.InvariantCulture, $"{file}:{lines.Number}: WARNING: Type '{Encoding.UTF8.GetString(word)}' has no record, and counts as declared"));
        return table.AddDeclaration(name[0], Words.BaseOf(name));
    }

    private static ReadOnlySpan<byte> WithoutSuffix(ReadOnlySpan<byte> word)
    {
        int at = word.LastIndexOf((byte)'@');
        return at > 0 && at < word.Length - 1 && !word[(at + 1)..].ContainsAnyExcept(s_hexDigits) ? word[..at] : word;
    }
}
