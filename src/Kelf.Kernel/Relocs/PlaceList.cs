// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Relocs;

/// <summary>
/// Places in an image that the boot code patches: link-time addresses, cut to 32 bits. It grows while relocations are
/// read, and is sorted once.
/// </summary>
internal sealed class PlaceList
{
    private uint[] _places = new uint[1024];
    private int _count;

    /// <summary>The places; ascending after <see cref="Sort"/>.</summary>
    public ReadOnlySpan<uint> Places => _places.AsSpan(0, _count);

    public void Add(uint place)
    {
        if (_count == _places.Length)
        {
            Array.Resize(ref _places, _count * 2);
        }

        _places[_count++] = place;
    }

    /// <summary>Sorts as unsigned numbers: neither sections nor, with lld, entries of a section are in the order of addresses.</summary>
    public uint[] Sort()
    {
        Array.Sort(_places, 0, _count);
        return _places[.._count];
    }
}
