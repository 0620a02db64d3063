// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

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
        switch (relocation.Type)
        {
            case 0 or 2 or 4 or 21 or 23: // R_386_NONE, _PC32, _PLT32, _PC16, _PC8
                return;
            case 1 when symbolClass == SymbolClass.Constant: // R_386_32
                return;
            case 1 when symbolClass == SymbolClass.Absolute:
                throw InvalidAbsolute(section, index, relocation);
            case 1:
                _add32.Add(Word(section, index, (ulong)(int)PlaceOf(section, index, relocation, sizeof(uint))));
                return;
            default:
                throw Unsupported(section, index, relocation);
        }
    }

    protected override RelocationTable Finish() =>
        new([new(PlaceKind.Add32, _add32.Sort())], IsRealMode: false);
}
