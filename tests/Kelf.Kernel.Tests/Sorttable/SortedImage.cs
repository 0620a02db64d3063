// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>An image after its tables were sorted, in memory.</summary>
internal sealed class SortedImage
{
    private SortedImage(byte[] file, SorttableResult result)
    {
        (File, Result) = (file, result);
    }

    public byte[] File { get; }

    public SorttableResult Result { get; }

    /// <summary>Sorts an image; the edits fit it, and sorting once more changes nothing.</summary>
    public static SortedImage Of(byte[] file, SorttableOptions? options = null)
    {
        SorttableResult result = Plan(file, options);
        byte[] sorted = [.. file];
        foreach (FilePatch edit in result.Edits)
        {
            Span<byte> place = sorted.AsSpan((int)edit.Offset, edit.Bytes.Length);
            Assert.NotEqual(place[0], edit.Bytes.Span[0]);
            Assert.NotEqual(place[^1], edit.Bytes.Span[^1]);
            edit.Bytes.Span.CopyTo(place);
        }

        Assert.Empty(Plan(sorted, options).Edits);
        return new SortedImage(sorted, result);
    }

    public static SortedImage Of(KernelImage image, SorttableOptions? options = null) => Of(image.ToElf().Build(), options);

    /// <summary>What sorting comes to.</summary>
    public static SorttableResult Plan(byte[] file, SorttableOptions? options = null)
    {
        using NativeBuffer buffer = InMemory.File(file, "vmlinux");
        return SorttableTool.Plan(buffer.Contents, options ?? new SorttableOptions());
    }

    /// <summary>The bytes of a section, in groups of hexadecimal digits.</summary>
    /// <param name="name">The section.</param>
    /// <param name="group">Bytes in a group.</param>
    public string Hex(string name, int group) => string.Join(
        ' ', Bytes(name).Chunk(group).Select(part => Convert.ToHexString(part).ToLowerInvariant()));

    /// <summary>The bytes of a section.</summary>
    public byte[] Bytes(string name)
    {
        using NativeBuffer buffer = InMemory.File(File, "vmlinux");
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.True(elf.TryFindSection(name, out ElfSection? section));
        return elf.Contents(section).Span().ToArray();
    }

    /// <summary>The first words of a section.</summary>
    public ulong[] Words(string name, int count, int size, ByteOrder order)
    {
        IEnumerable<byte[]> words = Bytes(name).Chunk(size).Take(count);
        return [.. words.Select(word => (order == ByteOrder.Big ? word : word.Reverse())
            .Aggregate(0ul, (value, part) => (value << 8) | part))];
    }
}
