// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>
/// Calls of the tracer as recordmcount finds them: by relocations alone, in the order of the sections with relocations. Those
/// in sections of a fixed list are recorded, those elsewhere become NOPs.
/// </summary>
internal sealed class RecordmcountFinder
{
    private static readonly HashSet<string> s_tracedSections =
    [
        ".init.text", ".ref.text", ".sched.text", ".spinlock.text", ".irqentry.text", ".softirqentry.text", ".kprobes.text",
        ".cpuidle.text",
    ];

    private readonly ElfFile _file;
    private readonly RecordmcountMachine _machine;
    private readonly byte[][] _tracers;
    private readonly ElfEditor _output;
    private readonly List<McountRecord> _records = [];
    private readonly List<string> _ignored = [];
    private int[]? _bases;

    private RecordmcountFinder(ElfFile file, RecordmcountMachine machine, ElfEditor output)
    {
        (_file, _machine, _output) = (file, machine, output);
        string[] names = machine.OtherTracer is { } other
            ? ["__fentry__", machine.Tracer, other]
            : ["__fentry__", machine.Tracer];
        _tracers = [.. names.Select(Encoding.ASCII.GetBytes)];
    }

    /// <summary>Finds them, and notes the NOPs in the output.</summary>
    /// <returns>A plan; records are to name the symbols of their sections if one of them has no symbol yet.</returns>
    public static McountPlan Find(ElfFile file, ObjectSymbols symbols, RecordmcountMachine machine)
    {
        ElfEditor output = new(file);
        RecordmcountFinder finder = new(file, machine, output);
        List<RelocatedText> texts = [.. RelocatedText.All(file, symbols)];
        // As the original: without a section that may be traced, not even NOPs are made.
        if (texts.Exists(text => IsTraced(text.Text.Name) && text.Relocations.Count > 0))
        {
            foreach (RelocatedText text in texts)
            {
                if (IsTraced(text.Text.Name))
                {
                    finder.Record(text, symbols);
                }
                else
                {
                    finder.Remove(text);
                }
            }
        }

        return new McountPlan
        {
            Style = McountStyle.Recordmcount,
            Records = finder._records,
            IgnoredSections = finder._ignored,
            Output = output,
        };
    }

    private static bool IsTraced(string section) =>
        section.StartsWith(".text", StringComparison.Ordinal) || s_tracedSections.Contains(section);

    private void Record(RelocatedText text, ObjectSymbols symbols)
    {
        _bases ??= symbols.FirstOfSections(_file.Sections.Length, IsBase);
        uint section = text.Text.Index.Value;
        // 0 is the null symbol: of a section with weak functions only there may be no other.
        int symbol = _bases[section];
        ulong start = symbol == 0 ? 0 : symbols.Table[symbol].Value;
        foreach (long index in Calls(text))
        {
            ElfRelocation relocation = text.Relocations[index];
            text.CheckPlace(relocation, index);
            ulong offset = relocation.Offset + (ulong)_machine.Adjust;
            _records.Add(new McountRecord(section, offset, (uint)symbol, (long)(offset - start)));
        }
    }

    private bool IsBase(ElfSymbol symbol) =>
        symbol.Binding is ElfSymbolBinding.Local or ElfSymbolBinding.Global
        && !(_machine.BaseIsNoFunction && symbol.Type == ElfSymbolType.Function);

    private void Remove(RelocatedText text)
    {
        bool isFirst = true;
        foreach (long index in Calls(text))
        {
            if (isFirst)
            {
                _ignored.Add(text.Text.Name);
                isFirst = false;
            }

            ElfRelocation relocation = text.Relocations[index];
            text.CheckPlace(relocation, index);
            CallNop nop = CallNop.For(_machine.Nop, text.Bytes, _file.ByteOrder, relocation.Offset);
            if (!nop.Bytes.IsEmpty)
            {
                _output.Patch(text.Text.Offset + nop.Offset, nop.Bytes.Span);
                text.Disable(_output, index);
            }
        }
    }

    // The first symbol of a section that is a tracer is the only one there.
    private IEnumerable<long> Calls(RelocatedText text)
    {
        uint tracer = 0;
        ulong previous = ulong.MaxValue;
        for (long i = 0; i < text.Relocations.Count; i++)
        {
            ElfRelocation relocation = text.Relocations[i];
            if (tracer == 0 && IsTracer(text.Symbols, text.SymbolOf(relocation, i)))
            {
                tracer = relocation.SymbolIndex;
            }

            if (tracer == 0 || relocation.SymbolIndex != tracer
                || (_machine.CallTypes.Count > 0 && !_machine.CallTypes.Contains(relocation.Type)))
            {
                continue;
            }

            bool isPart = _machine.CallsHaveParts && previous != ulong.MaxValue && relocation.Offset == previous + 4;
            previous = relocation.Offset;
            if (!isPart)
            {
                yield return i;
            }
        }
    }

    // PowerPC 64 with function descriptors calls the symbol with a dot.
    private bool IsTracer(ElfSymbolTable symbols, in ElfSymbol symbol)
    {
        ReadOnlySpan<byte> name = symbols.NameOf(symbol);
        name = name is [(byte)'.', ..] ? name[1..] : name;
        foreach (byte[] tracer in _tracers)
        {
            if (name.SequenceEqual(tracer))
            {
                return true;
            }
        }

        return false;
    }
}
