// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Places;

/// <summary>Which addresses are looked up for the frames of a log.</summary>
public sealed class PlaceSettings
{
    /// <summary>Look addresses up as they are, also those to return to, which are after the call.</summary>
    public bool TakesAddressesAsTheyAre { get; init; }

    /// <summary>Give lines to frames whose size is that of no symbol, too: the log may be of another build.</summary>
    public bool TrustsOtherSizes { get; init; }

    /// <summary>Told of what is odd, but changes no place, or null.</summary>
    public Action<Diagnostic>? Remark { get; init; }
}
