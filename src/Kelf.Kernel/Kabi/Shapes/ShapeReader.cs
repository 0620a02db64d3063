// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>The records of a table as types, each read when it is asked for first.</summary>
internal sealed class ShapeReader(RecordTable table)
{
    private const int Usual = 8;

    private readonly Dictionary<int, TypeNode> _read = [];
    private long? _pointerSize;

    /// <summary>The table.</summary>
    public RecordTable Table { get; } = table;

    /// <summary>The size of pointers where records do not say it: that of <c>long</c>, as in all kernels.</summary>
    public long PointerSize => _pointerSize ??= FindLong();

    /// <summary>The type, function or variable that a record describes.</summary>
    public TypeNode Read(int record)
    {
        if (_read.TryGetValue(record, out TypeNode? known))
        {
            return known;
        }

        string[] words = WordsOf(record);
        int name = Table.NameOf(record);
        bool isType = Table.IsType(name);
        string text = isType ? Encoding.UTF8.GetString(Types.Words.BaseOf(Table.Words[name])).Trim('\'') : Table.TextOf(name);
        return _read[record] = Table.IsOfGendwarfksyms(record)
            ? GendwarfksymsParser.Parse(words, isType ? text : "")
            : GenksymsParser.Parse(words, isType ? (char)Table.Words[name][0] : '\0', text);
    }

    /// <summary>The record of a type that another refers to.</summary>
    /// <param name="file">The file that has both.</param>
    /// <param name="reference">The name: <c>s#dev</c>.</param>
    /// <returns>-1 when the file has none.</returns>
    public int Find(CorpusFile file, string reference) =>
        Table.Words.Find(Encoding.UTF8.GetBytes(reference)) is >= 0 and int word ? file.Find(word) : -1;

    // "base_type long unsigned int byte_size(8)", or "unsigned long".
    private long FindLong()
    {
        for (int record = 0; record < Table.Count; record++)
        {
            ReadOnlySpan<int> tokens = Table.TokensOf(record);
            for (int i = 0; i < tokens.Length; i++)
            {
                int start = i;
                int longs = 0;
                while (i < tokens.Length && Table.Words[tokens[i]] is var word && (word.SequenceEqual("long"u8) || word.SequenceEqual("unsigned"u8) || word.SequenceEqual("int"u8)))
                {
                    longs += word.SequenceEqual("long"u8) ? 1 : 0;
                    i++;
                }

                if (longs == 1 && start > 0 && i < tokens.Length && Table.Words[tokens[start - 1]].SequenceEqual("base_type"u8))
                {
                    ReadOnlySpan<byte> size = Table.Words[tokens[i]];
                    if (size.SequenceEqual("byte_size(4)"u8) || size.SequenceEqual("byte_size(8)"u8))
                    {
                        return size["byte_size(".Length] - '0';
                    }
                }
            }
        }

        return Usual;
    }

    private string[] WordsOf(int record)
    {
        ReadOnlySpan<int> tokens = Table.TokensOf(record);
        string[] words = new string[tokens.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = Table.TextOf(tokens[i]);
        }

        return words;
    }
}
