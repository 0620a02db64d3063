// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

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
        switch ((I386Relocation)relocation.Type, symbolClass)
        {
            case (I386Relocation.None or I386Relocation.Pc32 or I386Relocation.Plt32 or I386Relocation.Pc16 or I386Relocation.Pc8, _):
                return;
            case (I386Relocation.Direct16, SymbolClass.Segment):
                _segments.Add((uint)PlaceOf(section, index, relocation, sizeof(ushort)));
                return;
            case (I386Relocation.Direct32, SymbolClass.Linear):
                _linear.Add((uint)PlaceOf(section, index, relocation, sizeof(uint)));
                return;
            case (I386Relocation.Direct32 or I386Relocation.Direct16, SymbolClass.Ordinary):
                return;
            case (I386Relocation.Direct32 or I386Relocation.Direct16, SymbolClass.Linear):
                throw Invalid("relative", section, index, relocation);
            case (I386Relocation.Direct32 or I386Relocation.Direct16, _):
                throw InvalidAbsolute(section, index, relocation);
            default:
                throw Unsupported(section, index, relocation);
        }
    }

    protected override RelocationTable Finish() => new(
        [new(PlaceKind.Segment16, _segments.Sort()), new(PlaceKind.Linear32, _linear.Sort())], IsRealMode: true);
}
