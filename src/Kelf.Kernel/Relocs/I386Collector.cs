// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Relocs;

/// <summary>The table of a 32-bit x86 kernel. References to weak symbols that are defined nowhere are in it.</summary>
internal sealed class I386Collector(RelocatableImage image, RelocationRules rules, RelocsOptions options)
    : PlaceCollector(image, rules, options)
{
    private readonly PlaceList _add32 = new();

    protected override SymbolClass[] Classify(ReportedSymbols symbols) =>
        SymbolClasses.OfKernel(symbols, Rules, is64: false, perCpuSection: null);

    protected override void Add(
        RelocationSection section, long index, in ElfRelocation relocation, SymbolClass symbolClass)
    {
        switch ((I386Relocation)relocation.Type)
        {
            case I386Relocation.None or I386Relocation.Pc32 or I386Relocation.Plt32 or I386Relocation.Pc16 or I386Relocation.Pc8:
                return;
            case I386Relocation.Direct32 when symbolClass == SymbolClass.Constant:
                return;
            case I386Relocation.Direct32 when symbolClass == SymbolClass.Absolute:
                throw InvalidAbsolute(section, index, relocation);
            case I386Relocation.Direct32:
                _add32.Add(Word(section, index, (ulong)(int)PlaceOf(section, index, relocation, sizeof(uint))));
                return;
            default:
                throw Unsupported(section, index, relocation);
        }
    }

    protected override RelocationTable Finish() =>
        new([new(PlaceKind.Add32, _add32.Sort())], IsRealMode: false);
}
