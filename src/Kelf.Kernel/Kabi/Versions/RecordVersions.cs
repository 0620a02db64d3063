// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kabi.Versions;

/// <summary>
/// Computes the versions of exports from their records, as the generators do: the CRC-32 of the record's text, with each type that
/// it refers to replaced by its own the first time, and by its name afterwards.
/// </summary>
/// <remarks>
/// genksyms puts a blank after each token, and writes names without their kind, <c>struct dev</c> for <c>s#dev</c> but <c>u32</c> for
/// <c>t#u32</c>; gendwarfksyms joins the record's words by blanks, and leaves <c>s#dev</c> as it is. Texts have 600 KB, so the CRC of
/// each run between two references is computed once, and runs are joined by <see cref="CrcCombiner"/>.
/// </remarks>
internal sealed class RecordVersions
{
    // Runs that are joined for the exports of one corpus: those of a kernel have 10,000 each.
    private const long FreeSteps = 1L << 30;
    private const long StepsOfRecord = 1 << 10;

    private readonly RecordTable _table;
    private readonly Dictionary<int, Step[]> _compiled = [];
    private readonly Dictionary<int, Run> _names = [];
    private readonly int[] _seen;
    private readonly Stack<(Step[] Steps, int Next)> _open = [];
    private int _round;
    private long _steps;

    private readonly record struct Run(uint Crc, uint Shift);

    // A run, and the type that follows it; -1 at the end.
    private readonly record struct Step(Run Before, int Type);

    private RecordVersions(Corpus corpus)
    {
        _table = corpus.Table;
        _seen = new int[corpus.Table.Words.Count];
        _steps = FreeSteps + (StepsOfRecord * corpus.Table.Count);
    }

    /// <summary>The versions of all exports of a corpus; of what several files export, that of the first.</summary>
    /// <exception cref="RefusedException">It takes too much.</exception>
    public static Dictionary<string, uint> Compute(Corpus corpus)
    {
        RecordVersions versions = new(corpus);
        Dictionary<string, uint> found = new(StringComparer.Ordinal);
        foreach ((int export, List<int> files) in corpus.Exports)
        {
            found.Add(corpus.Table.TextOf(export), versions.Of(corpus.Files[files[0]], export));
        }

        return found;
    }

    /// <summary>The version of one export of a corpus.</summary>
    public static uint Of(Corpus corpus, string name)
    {
        int export = corpus.Table.Words.Find(Encoding.UTF8.GetBytes(name));
        return new RecordVersions(corpus).Of(corpus.Files[corpus.Exports[export][0]], export);
    }

    /// <summary>The text that a version is the CRC of.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="file">The file that exports the symbol.</param>
    /// <param name="export">The export.</param>
    /// <param name="take">Takes each piece: the type that it belongs to, or the export, and the bytes.</param>
    public static void Expand(Corpus corpus, CorpusFile file, int export, Action<int, byte[]> take)
    {
        RecordTable table = corpus.Table;
        HashSet<int> seen = [];
        Stack<(int Record, int Next)> open = new([(file.Find(export), 0)]);
        while (open.TryPop(out (int Record, int Next) at))
        {
            ReadOnlySpan<int> tokens = table.TokensOf(at.Record);
            bool isDwarf = table.IsOfGendwarfksyms(at.Record);
            int next = at.Next;
            ByteBuilder literal = new();
            while (next < tokens.Length)
            {
                int token = tokens[next];
                if (isDwarf && next > 0)
                {
                    literal.Write(" "u8);
                }

                next++;
                if (table.IsType(token) && file.Find(token) is >= 0 and int record && seen.Add(token))
                {
                    open.Push((at.Record, next));
                    open.Push((record, 0));
                    break;
                }

                if (!IsMarker(table, at.Record, token, next - 1, isDwarf))
                {
                    literal.Write(table.IsType(token) ? NameText(table, token, isDwarf) : table.Words[token]);
                    literal.Write(isDwarf || table.IsType(token) ? default : " "u8);
                }
            }

            take(table.NameOf(at.Record), literal.Bytes.ToArray());
        }
    }

    private uint Of(CorpusFile file, int export)
    {
        _round++;
        uint crc = 0;
        _open.Push((Compile(file.Find(export)), 0));
        while (_open.TryPop(out (Step[] Steps, int Next) at))
        {
            for (int i = at.Next; i < at.Steps.Length; i++)
            {
                if (--_steps < 0)
                {
                    throw new RefusedException(file.Source, "the versions of its exports are made of too many parts", ErrorKind.Limit);
                }

                Step step = at.Steps[i];
                crc = CrcCombiner.Multiply(crc, step.Before.Shift) ^ step.Before.Crc;
                if (step.Type < 0)
                {
                    continue;
                }

                int record = _seen[step.Type] == _round ? -1 : file.Find(step.Type);
                if (record >= 0)
                {
                    _seen[step.Type] = _round;
                    _open.Push((at.Steps, i + 1));
                    _open.Push((Compile(record), 0));
                    break;
                }

                Run name = _names[step.Type];
                crc = CrcCombiner.Multiply(crc, name.Shift) ^ name.Crc;
            }
        }

        return crc;
    }

    private Step[] Compile(int record)
    {
        if (_compiled.TryGetValue(record, out Step[]? known))
        {
            return known;
        }

        bool isDwarf = _table.IsOfGendwarfksyms(record);
        List<Step> steps = [];
        ByteBuilder literal = new();
        ReadOnlySpan<int> tokens = _table.TokensOf(record);
        for (int i = 0; i < tokens.Length; i++)
        {
            literal.Write(isDwarf && i > 0 ? " "u8 : default);
            if (_table.IsType(tokens[i]))
            {
                steps.Add(new Step(RunOf(literal.Bytes), tokens[i]));
                // No build has records of both generators.
                _names.TryAdd(tokens[i], RunOf(NameText(_table, tokens[i], isDwarf)));
                literal.Clear();
            }
            else if (!IsMarker(_table, record, tokens[i], i, isDwarf))
            {
                literal.Write(_table.Words[tokens[i]]);
                literal.Write(isDwarf ? default : " "u8);
            }
        }

        steps.Add(new Step(RunOf(literal.Bytes), -1));
        return _compiled[record] = [.. steps];
    }

    // A symbol that is only declared begins with a word that its version does not cover.
    private static bool IsMarker(RecordTable table, int record, int token, int index, bool isDwarf) =>
        !isDwarf && index == 0 && !table.IsType(table.NameOf(record)) && table.Words[token].SequenceEqual("extern"u8);

    private static byte[] NameText(RecordTable table, int type, bool isDwarf)
    {
        ReadOnlySpan<byte> word = table.Words[type];
        if (isDwarf)
        {
            return word.ToArray();
        }

        ReadOnlySpan<byte> keyword = word[0] == (byte)'t' ? default : RecordTable.KeywordOf(word[0]);
        return keyword.IsEmpty ? [.. Words.BaseOf(word), (byte)' '] : [.. keyword, (byte)' ', .. Words.BaseOf(word), (byte)' '];
    }

    private static Run RunOf(ReadOnlySpan<byte> text) => new(Crc32.Append(0, text), CrcCombiner.Shift(text.Length));
}
