// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// The table of the 16-bit code that starts processors: linked at 0, copied to low memory. The 16-bit places receive the
/// segment of the copy, the 32-bit ones its linear address.
/// </summary>
internal sealed class RealModeCollector(RelocatableImage image, RelocationRules rules, RelocsOptions options)
    : PlaceCollector(image, rules, options)
{
    private readonly PlaceList _segments = new();
    private readonly PlaceList _linear = new();

    protected override SymbolClass[] Classify(ReportedSymbols symbols) => SymbolClasses.OfRealMode(symbols);

    protected override void Add(
        RelocationSection section, long index, in ElfRelocation relocation, SymbolClass symbolClass)
    {
        switch (relocation.Type, symbolClass)
        {
            case (0 or 2 or 4 or 21 or 23, _): // R_386_NONE, _PC32, _PLT32, _PC16, _PC8
                return;
            case (20, SymbolClass.Segment): // R_386_16
                _segments.Add((uint)PlaceOf(section, index, relocation, sizeof(ushort)));
                return;
            case (1, SymbolClass.Linear): // R_386_32
                _linear.Add((uint)PlaceOf(section, index, relocation, sizeof(uint)));
                return;
            case (1 or 20, SymbolClass.Ordinary):
                return;
            case (1 or 20, SymbolClass.Linear):
                throw Invalid("relative", section, index, relocation);
            case (1 or 20, _):
                throw InvalidAbsolute(section, index, relocation);
            default:
                throw Unsupported(section, index, relocation);
        }
    }

    protected override RelocationTable Finish() => new(
        [new(PlaceKind.Segment16, _segments.Sort()), new(PlaceKind.Linear32, _linear.Sort())], IsRealMode: true);
}
