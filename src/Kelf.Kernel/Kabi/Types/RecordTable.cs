// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>
/// Gives each distinct record of symtypes files a number. Of the 690,955 lines of a kernel's files 18,318 are distinct: a line
/// is looked up as it stands, and only a new one is cut into words. Corpora that are to be compared share one table,
/// so that equal records have equal numbers.
/// </summary>
internal sealed class RecordTable
{
    private readonly ByteStringTable _lines = new();
    private readonly List<int> _recordOfLine = [];
    private readonly List<Record> _records = [];
    private readonly List<int> _tokens = [];
    private readonly List<int> _references = [];
    private readonly ByteBuilder _written = new();

    private readonly record struct Record(int Line, int Name, (int Start, int Count) Tokens, (int Start, int Count) References);

    /// <summary>Names and tokens. A token that refers to a type is the same word as the type's name.</summary>
    public ByteStringTable Words { get; } = new();

    /// <summary>Number of distinct records.</summary>
    public int Count => _records.Count;

    /// <summary>The number of a record.</summary>
    /// <param name="line">A line: name and tokens, with white space between.</param>
    /// <returns>The number, or -1 when the line has no word.</returns>
    public int Add(ReadOnlySpan<byte> line)
    {
        line = Types.Words.Trim(line);
        if (line.IsEmpty)
        {
            return -1;
        }

        int known = _lines.Add(line);
        if (known < _recordOfLine.Count)
        {
            return _recordOfLine[known];
        }

        // Lines that differ in white space only are one record.
        _recordOfLine.Add(-1);
        Write(line);
        int written = _lines.Add(_written.Bytes);
        if (written == _recordOfLine.Count)
        {
            _recordOfLine.Add(-1);
        }

        if (_recordOfLine[written] < 0)
        {
            _recordOfLine[written] = _records.Count;
            _records.Add(Cut(written));
        }

        return _recordOfLine[known] = _recordOfLine[written];
    }

    /// <summary>The record as a line, with one blank between words.</summary>
    public ReadOnlySpan<byte> LineOf(int record) => _lines[_records[record].Line];

    /// <summary>The record's name, a word.</summary>
    public int NameOf(int record) => _records[record].Name;

    /// <summary>The record's tokens, words.</summary>
    public ReadOnlySpan<int> TokensOf(int record) => Slice(_tokens, _records[record].Tokens);

    /// <summary>The types that the tokens refer to, each once, in order.</summary>
    public ReadOnlySpan<int> ReferencesOf(int record) => Slice(_references, _records[record].References);

    /// <summary>A word, for messages and reports.</summary>
    public string TextOf(int word) => Encoding.UTF8.GetString(Words[word]);

    /// <summary>Is the word the name of a type?</summary>
    public bool IsType(int word) => Types.Words.IsReference(Words[word]);

    /// <summary>
    /// Says the record that the type is known by name only? genksyms writes <c>s#dev struct dev { UNKNOWN }</c>,
    /// gendwarfksyms <c>s#dev structure_type dev { }</c>.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="ofGenksyms">True for the first form only.</param>
    public bool IsDeclaration(int record, bool ofGenksyms = false)
    {
        ReadOnlySpan<byte> name = Words[NameOf(record)];
        ReadOnlySpan<int> tokens = TokensOf(record);
        return tokens.Length is 4 or 5 && Types.Words.IsReference(name)
            && Words[tokens[1]].SequenceEqual(Types.Words.BaseOf(name)) && Words[tokens[2]].SequenceEqual("{"u8)
            && Words[tokens[^1]].SequenceEqual("}"u8)
            && (tokens.Length == 5
                ? Words[tokens[3]].SequenceEqual("UNKNOWN"u8) && Words[tokens[0]].SequenceEqual(KeywordOf(name[0]))
                : !ofGenksyms && Words[tokens[0]].EndsWith("_type"u8));
    }

    /// <summary>Is the record in the words of gendwarfksyms, not in C?</summary>
    public bool IsOfGendwarfksyms(int record)
    {
        ReadOnlySpan<int> tokens = TokensOf(record);
        if (tokens.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> first = Words[tokens[0]];
        return IsType(NameOf(record))
            ? first.EndsWith("_type"u8)
            : first.SequenceEqual("subprogram"u8) || (first.SequenceEqual("variable"u8) && tokens.Length > 1);
    }

    /// <summary>What C calls the kind of a type; empty when there is none.</summary>
    public static ReadOnlySpan<byte> KeywordOf(byte kind) => kind switch
    {
        (byte)'t' => "typedef"u8,
        (byte)'e' => "enum"u8,
        (byte)'s' => "struct"u8,
        (byte)'u' => "union"u8,
        _ => default,
    };

    /// <summary>The record of a type that is known by name only, as genksyms writes it.</summary>
    /// <param name="kind">The letter of its kind, one that has a keyword.</param>
    /// <param name="name">The type's name without the kind.</param>
    public int AddDeclaration(byte kind, ReadOnlySpan<byte> name) =>
        Add([kind, (byte)'#', .. name, (byte)' ', .. KeywordOf(kind), (byte)' ', .. name, .. " { UNKNOWN }"u8]);

    private static ReadOnlySpan<int> Slice(List<int> list, (int Start, int Count) part) =>
        CollectionsMarshal.AsSpan(list).Slice(part.Start, part.Count);

    private void Write(ReadOnlySpan<byte> line)
    {
        _written.Clear();
        for (ReadOnlySpan<byte> word = Types.Words.Next(ref line); !word.IsEmpty; word = Types.Words.Next(ref line))
        {
            _written.Write(_written.Bytes.IsEmpty ? default : " "u8);
            _written.Write(word);
        }
    }

    private Record Cut(int written)
    {
        ReadOnlySpan<byte> line = _lines[written];
        int name = Words.Add(Types.Words.Next(ref line));
        int tokens = _tokens.Count;
        int references = _references.Count;
        HashSet<int> seen = [];
        for (ReadOnlySpan<byte> word = Types.Words.Next(ref line); !word.IsEmpty; word = Types.Words.Next(ref line))
        {
            int token = Words.Add(word);
            _tokens.Add(token);
            if (Types.Words.IsReference(word) && seen.Add(token))
            {
                _references.Add(token);
            }
        }

        return new Record(written, name, (tokens, _tokens.Count - tokens), (references, _references.Count - references));
    }
}
