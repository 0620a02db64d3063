// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Split;

/// <summary>An image before and after splitting, both in memory.</summary>
internal sealed class SplitResult : IDisposable
{
    private readonly NativeBuffer _before;
    private readonly NativeBuffer _after;

    private SplitResult(NativeBuffer before, SplitOptions options)
    {
        _before = before;
        Before = ElfFile.Parse(before.Contents);
        Plan = SplitTool.Plan(RelocatableImage.Open(Before), options);
        _after = InMemory.File(Plan.Image.ToBytes(), "split");
        After = ElfFile.Parse(_after.Contents);
        _ = RelocatableImage.Open(After);
    }

    public ElfFile Before { get; }

    public ElfFile After { get; }

    public SplitPlan Plan { get; }

    public static SplitResult Of(ReadOnlySpan<byte> image, ImageLayout layout) => Of(image, new SplitOptions { Layout = layout });

    public static SplitResult Of(ReadOnlySpan<byte> image, SplitOptions options) => new(InMemory.File(image, "vmlinux"), options);

    public ElfSection Section(string name) =>
        After.TryFindSection(name, out ElfSection? section) ? section : throw new InvalidOperationException($"no section {name}");

    public byte[] Contents(string name) => After.Contents(Section(name)).Span().ToArray();

    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
    }
}
