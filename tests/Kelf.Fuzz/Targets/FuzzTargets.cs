// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Targets;

/// <summary>The targets.</summary>
public static class FuzzTargets
{
    /// <summary>All of them, cheapest first.</summary>
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new RustNameTarget(), new ArchiveTarget(), new TarTarget(), new StreamTarget(), new PackageTarget(), new ImageTarget(), new BitcodeTarget(), new ElfTarget(),
        new ModuleTarget(),
        new InitcallsTarget(), new KallsymsTarget(), new TableSearchTarget(), new SorttableTarget(), new McountTarget(), new LineTarget(),
        new PlacesTarget(), new DwarfTarget(), new RelocsTarget(),
        new SplitTarget(), new SymbolPathsTarget(), new LineinfoTarget(), new ModpostTarget(), new KabiTarget(), new BtfTarget(),
        new SymversTarget(),
    ];
}
