// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>Writes a corpus: types before exports, each in ascending order of its name.</summary>
public sealed class CorpusWriter(Corpus corpus)
{
    private readonly RecordTable _table = corpus.Table;
    private readonly int[] _ranks = Ranks(corpus.Table);

    /// <summary>
    /// Writes all files into one. Of a type only what is not as it was written last; an export always, since what nothing leads to
    /// would be lost with it.
    /// </summary>
    public void WriteConsolidated(IByteSink output)
    {
        Dictionary<int, int> last = [];
        bool isFirst = true;
        foreach (CorpusFile file in corpus.Files)
        {
            output.Write(isFirst ? "/* "u8 : "\n/* "u8);
            output.Write(Encoding.UTF8.GetBytes(file.Path));
            output.Write(" */\n"u8);
            isFirst = false;
            foreach (int record in InOrder(file))
            {
                int name = _table.NameOf(record);
                if (_table.IsDeclaration(record, ofGenksyms: true))
                {
                    ReadOnlySpan<byte> word = _table.Words[name];
                    output.Write([word[0], (byte)'#', (byte)'#', .. Words.BaseOf(word), (byte)'\n']);
                }
                else if (!last.TryGetValue(name, out int written) || written != record || !_table.IsType(name))
                {
                    last[name] = record;
                    WriteLine(output, record);
                }
            }
        }
    }

    /// <summary>Writes one of the files.</summary>
    public void WriteFile(CorpusFile file, IByteSink output)
    {
        foreach (int record in InOrder(file))
        {
            WriteLine(output, record);
        }
    }

    private void WriteLine(IByteSink output, int record)
    {
        output.Write(_table.LineOf(record));
        output.Write("\n"u8);
    }

    private int[] InOrder(CorpusFile file)
    {
        int[] records = file.Records.ToArray();
        Array.Sort(Array.ConvertAll(records, record => _ranks[_table.NameOf(record)]), records);
        return records;
    }

    // The place of each word among the names: types first.
    private static int[] Ranks(RecordTable table)
    {
        int[] words = [.. Enumerable.Range(0, table.Words.Count)];
        bool[] isType = Array.ConvertAll(words, table.IsType);
        Array.Sort(words, (a, b) => isType[a] == isType[b] ? table.Words[a].SequenceCompareTo(table.Words[b]) : isType[a] ? -1 : 1);
        int[] ranks = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            ranks[words[i]] = i;
        }

        return ranks;
    }
}
