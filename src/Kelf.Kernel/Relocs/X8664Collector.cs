// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Relocs;

/// <summary>The table of an x86-64 kernel.</summary>
internal sealed class X8664Collector : PlaceCollector
{
    private const string PerCpuSectionName = ".data..percpu";

    private readonly PlaceList _add64 = new();
    private readonly PlaceList _subtract32 = new();
    private readonly PlaceList _add32 = new();
    private readonly RelaxedLoad _relaxed = new();
    private readonly bool _isCompatible;

    // Before 7.3 the per-CPU section is linked at 0 and loaded elsewhere.
    private readonly uint? _perCpuSection;
    private readonly ulong _perCpuLoad;

    public X8664Collector(RelocatableImage image, RelocationRules rules, RelocsOptions options)
        : base(image, rules, options)
    {
        _isCompatible = options.IsCompatible;
        if (rules.HasInverseTable() && image.Elf.TryFindSection(PerCpuSectionName, out ElfSection? section)
            && section.Address == 0)
        {
            _perCpuSection = section.Index.Value;
            _perCpuLoad = FindPerCpuLoad(image);
        }
    }

    protected override SymbolClass[] Classify(ReportedSymbols symbols) =>
        SymbolClasses.OfKernel(symbols, Rules, is64: true, _perCpuSection);

    protected override void Add(
        RelocationSection section, long index, in ElfRelocation relocation, SymbolClass symbolClass)
    {
        if (symbolClass == SymbolClass.Undefined)
        {
            return;
        }

        switch ((X8664Relocation)relocation.Type)
        {
            case X8664Relocation.None:
                return;
            case X8664Relocation.Pc32 or X8664Relocation.Plt32 when symbolClass == SymbolClass.PerCpu:
                _subtract32.Add(Word(section, index, Place(section, index, relocation, sizeof(uint))));
                return;
            case X8664Relocation.Pc32 or X8664Relocation.Plt32:
                return;
            case X8664Relocation.Pc64 when symbolClass == SymbolClass.PerCpu:
                throw Invalid("per-CPU", section, index, relocation);
            case X8664Relocation.GotPcRelX or X8664Relocation.RexGotPcRelX
                when !_isCompatible && RelaxedLoad.HasAddress(Image.Elf, section, relocation):
                AddAbsolute(section, index, relocation, symbolClass);
                return;
            case X8664Relocation.Pc64:
            case X8664Relocation.RexGotPcRelX when Rules >= RelocationRules.Linux73:
                return;
            case X8664Relocation.Direct64 or X8664Relocation.Direct32 or X8664Relocation.Direct32Signed:
                AddAbsolute(section, index, relocation, symbolClass);
                return;
            default:
                throw Unsupported(section, index, relocation);
        }
    }

    protected override RelocationTable Finish()
    {
        RelocationList add64 = new(PlaceKind.Add64, _add64.Sort());
        RelocationList add32 = new(PlaceKind.Add32, _add32.Sort());
        return new RelocationTable(
            Rules.HasInverseTable() ? [add64, new(PlaceKind.Subtract32, _subtract32.Sort()), add32] : [add64, add32],
            IsRealMode: false)
        {
            Warnings = _relaxed.FindWarnings(),
        };
    }

    private static ulong FindPerCpuLoad(RelocatableImage image)
    {
        foreach (ReportedSymbols symbols in image.SymbolTables())
        {
            for (int i = 1; i < symbols.Table.Count; i++)
            {
                ElfSymbol symbol = symbols.Table[i];
                if (symbol.NameOffset != 0 && symbols.Table.NameOf(symbol).SequenceEqual("__per_cpu_load"u8))
                {
                    return symbol.Value;
                }
            }
        }

        throw new RefusedException(
            image.Path, $"{PerCpuSectionName} is linked at 0, but there is no symbol __per_cpu_load to say where it is loaded");
    }

    private void AddAbsolute(RelocationSection section, long index, in ElfRelocation relocation, SymbolClass symbolClass)
    {
        switch (symbolClass)
        {
            case SymbolClass.PerCpu or SymbolClass.Constant:
                return;
            case SymbolClass.Absolute:
                throw InvalidAbsolute(section, index, relocation);
            default:
                bool is64 = (X8664Relocation)relocation.Type == X8664Relocation.Direct64;
                ulong place = Place(section, index, relocation, is64 ? 8u : 4u);
                (is64 ? _add64 : _add32).Add(Word(section, index, place));
                if ((X8664Relocation)relocation.Type is X8664Relocation.GotPcRelX or X8664Relocation.RexGotPcRelX)
                {
                    _relaxed.Add(section, place);
                }

                return;
        }
    }

    private ulong Place(RelocationSection section, long index, in ElfRelocation relocation, uint width)
    {
        ulong place = PlaceOf(section, index, relocation, width);
        return section.Target.Index.Value == _perCpuSection ? place + _perCpuLoad : place;
    }
}
