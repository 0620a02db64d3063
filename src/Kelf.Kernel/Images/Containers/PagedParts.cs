// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>Parts that follow each other, each from the beginning of a page.</summary>
internal sealed class PagedParts
{
    private readonly uint _page;
    private ulong _offset;

    /// <summary>The parts of an image, after its header.</summary>
    /// <param name="image">The image.</param>
    /// <param name="header">Bytes of the header.</param>
    /// <param name="page">Bytes of a page, for which <see cref="IsPage"/> holds.</param>
    public PagedParts(Region image, uint header, uint page)
    {
        (List, _page) = (new PartList(image), page);
        Skip(header);
    }

    /// <summary>What was added.</summary>
    public PartList List { get; }

    /// <summary>Whether pages may have this size: makers of images offer 2 to 16 KiB.</summary>
    public static bool IsPage(uint size) => size is >= 512 and <= 1 << 20 && BitOperations.IsPow2(size);

    /// <summary>The next part, which may be empty.</summary>
    public void Add(string name, uint length, bool isKernel = false)
    {
        List.Add(name, _offset, length, isKernel);
        Skip(length);
    }

    /// <summary>The next part, which is a text.</summary>
    public void AddText(string name, uint length)
    {
        List.AddText(name, _offset, length);
        Skip(length);
    }

    /// <summary>Passes over the next part.</summary>
    public void Skip(uint length) => _offset += ((ulong)length + _page - 1) & ~(ulong)(_page - 1);
}
