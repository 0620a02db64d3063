// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>
/// Where the kernel and its modules lay while one boot lasted: how far from the addresses in their files. The kernel says it when it
/// panics; else frames that have an address and can mean one symbol only tell it, if all of them say the same.
/// </summary>
internal sealed class ImagePlace
{
    // By kernel or module, and a module's section: the parts of a module are not moved together. Null when frames disagree.
    private Dictionary<(SymbolImage Image, uint Section), ulong?>? _distances;

    /// <summary>The KASLR offset that the log tells, or null.</summary>
    public ulong? Told { get; set; }

    /// <summary>How far the image, or a section of a module, was moved; null when it is not known.</summary>
    public ulong? Of(SymbolImage image, uint section) =>
        image.Module is null && Told is { } told ? told : _distances?.GetValueOrDefault((image, section));

    /// <summary>A frame tells how far.</summary>
    public void Learn(SymbolImage image, uint section, ulong distance)
    {
        _distances ??= [];
        if (!_distances.TryAdd((image, section), distance) && _distances[(image, section)] != distance)
        {
            _distances[(image, section)] = null;
        }
    }
}
