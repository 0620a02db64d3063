// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Tar;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images.Containers;

/// <summary>What the first bytes of an image say about it.</summary>
/// <param name="Kind">A word for it: <c>bzImage</c>, <c>UKI</c>, <c>ELF</c>; <c>data</c> if they say nothing.</param>
/// <param name="Details">More of it, or empty.</param>
/// <param name="PayloadOffset">Where its compressed kernel is.</param>
/// <param name="PayloadLength">Bytes of it, or 0 if it has none or does not say.</param>
public sealed record Container(string Kind, string Details = "", ulong PayloadOffset = 0, ulong PayloadLength = 0)
{
    private static readonly Func<Region, Container?>[] s_formats =
    [
        X86BootImage.Recognize, S390BootImage.Recognize, ZbootImage.Recognize, UnifiedImage.Recognize, RawImage.Recognize, AndroidBootImage.Recognize,
        VendorBootImage.Recognize, LegacyImage.Recognize, FitImage.Recognize,
    ];

    /// <summary>
    /// What it is put together from, kernels first; empty for what is one thing. The parts do not overlap, and all else of it is
    /// a header.
    /// </summary>
    public IReadOnlyList<ContainerPart> Parts { get; init; } = [];

    /// <summary>Texts in its header that are for people: a command line, the name of a release.</summary>
    public IReadOnlyList<ContainerText> Texts { get; init; } = [];

    /// <summary>Whether the size of what the payload stands for follows it, as four little-endian bytes, unless it is gzip.</summary>
    public bool HasSizeBehindPayload { get; init; }

    /// <summary>Bytes of the kernel in memory, as its header says; 0 if it does not.</summary>
    public ulong MemorySize { get; init; }

    /// <summary>The version that its header states: a banner without its first words and without the compiler; or null.</summary>
    public string? StatedVersion { get; init; }

    /// <summary>Whether it may be a kernel as it lies in memory, which its contents have to tell.</summary>
    public bool MayBeFlat { get; init; }

    /// <summary>What is wrong with it, such as a payload that is not in the file because that was cut short; or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Looks at the first bytes.</summary>
    public static Container Recognize(Region image)
    {
        if (ElfFile.IsElf(image))
        {
            return OfElf(image);
        }

        foreach (Func<Region, Container?> format in s_formats)
        {
            if (format(image) is { } found)
            {
                return found;
            }
        }

        ReadOnlySpan<byte> start = image.Span(0, (int)Math.Min(image.Length, TarHeader.BlockSize));
        return TarReader.IsTar(start) ? new Container("tar")
            // Documentation/driver-api/early-userspace/buffer-format.rst: an initramfs, which may have a kernel in it, but is none.
            : start.StartsWith("070701"u8) || start.StartsWith("070702"u8) ? new Container("cpio")
            : start.StartsWith("!<arch>\n"u8) ? new Container("archive")
            : ConfigText.IsConfig(image) ? new Container("configuration")
            : new Container("data") { MayBeFlat = true };
    }

    private static Container OfElf(Region image)
    {
        try
        {
            ElfFile elf = ElfFile.Parse(image);
            string kind = elf.Type switch
            {
                ElfType.Relocatable => ModuleInformation.IsIn(elf) && elf.TryFindSection(".gnu.linkonce.this_module", out _)
                    ? "module" : "object",
                _ => "ELF",
            };
            return new Container(kind, $"{elf.Machine}, {(elf.Class == ElfClass.Elf64 ? 64 : 32)} bits, {elf.ByteOrder}-endian".ToLowerInvariant()
                .Replace("x8664", "x86-64", StringComparison.Ordinal));
        }
        catch (MalformedFileException)
        {
            return new Container("ELF", "damaged");
        }
    }
}
