// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// The parts of a container while its header is read. Each lies in the container, and all together are no longer than that, so that
/// a header cannot have one byte looked at any number of times.
/// </summary>
/// <param name="image">The container.</param>
internal sealed class PartList(Region image)
{
    private const int MostParts = 64;

    // A command line has 2 KiB, the description of a system (os-release) less.
    private const int LongestText = 1 << 13;

    private readonly List<ContainerPart> _parts = [];
    private readonly List<ContainerText> _texts = [];
    private ulong _total;

    /// <summary>What is wrong with the first part that was not taken, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The parts, kernels first.</summary>
    public IReadOnlyList<ContainerPart> Parts => [.. _parts.OrderByDescending(part => part.IsKernel)];

    /// <summary>The texts.</summary>
    public IReadOnlyList<ContainerText> Texts => _texts;

    /// <summary>Adds a part, unless it is empty.</summary>
    public void Add(string name, ulong offset, ulong length, bool isKernel = false)
    {
        ulong size = (ulong)image.Length;
        if (length == 0)
        {
            return;
        }

        if (offset > size || length > size - offset)
        {
            Problem ??= $"the {name} that its header names ends after the end of the file";
        }
        else if (_parts.Count == MostParts || length > size - _total)
        {
            Problem ??= _parts.Count == MostParts ? $"it has more than {MostParts} parts" : "its parts overlap";
        }
        else
        {
            _total += length;
            _parts.Add(new ContainerPart(name, offset, length, isKernel));
        }
    }

    /// <summary>Adds a text in the container, up to its first NUL, unless it is empty.</summary>
    public void AddText(string name, ulong offset, ulong length)
    {
        ulong size = (ulong)image.Length;
        if (offset < size)
        {
            AddText(name, image.Span(offset, (int)Math.Min(Math.Min(length, size - offset), LongestText)));
        }
    }

    /// <summary>Adds a text, up to its first NUL, unless it is empty.</summary>
    public void AddText(string name, ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd();
        if (text.Length > 0)
        {
            _texts.Add(new ContainerText(name, text));
        }
    }

    /// <summary>The container with all of it.</summary>
    public Container Of(string kind, string details) => new(kind, details) { Parts = Parts, Texts = Texts, Problem = Problem };
}
