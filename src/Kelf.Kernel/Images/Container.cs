// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Archives.Tar;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images;

/// <summary>What the first bytes of an image say about it.</summary>
/// <param name="Kind">A word for it: <c>bzImage</c>, <c>ELF</c>; <c>data</c> if they say nothing.</param>
/// <param name="Details">More of it, or empty.</param>
/// <param name="PayloadOffset">Where its compressed kernel is.</param>
/// <param name="PayloadLength">Bytes of it, or 0 if it has none or does not say.</param>
public sealed record Container(string Kind, string Details = "", ulong PayloadOffset = 0, ulong PayloadLength = 0)
{
    private const uint PortableExecutableMagic = 0x818223cd; // of Linux in EFI images: include/linux/pe.h, LINUX_PE_MAGIC

    /// <summary>Whether the size of what the payload stands for follows it, as four little-endian bytes, unless it is gzip.</summary>
    public bool HasSizeBehindPayload { get; private init; }

    /// <summary>Whether the header names a payload that is not in the file: it was cut short, or the header is damaged.</summary>
    public bool LacksPayload { get; private init; }

    /// <summary>Looks at the first bytes.</summary>
    public static Container Recognize(Region image)
    {
        if (ElfFile.IsElf(image))
        {
            return OfElf(image);
        }

        Container? found = OfBootImage(image) ?? OfZboot(image) ?? OfRaw(image) ?? OfLegacyImage(image);
        if (found is not null)
        {
            return found;
        }

        return TarReader.IsTar(image.Span(0, (int)Math.Min(image.Length, 512))) ? new Container("tar")
            : ConfigText.IsConfig(image) ? new Container("configuration")
            : new Container("data");
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

    // Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header".
    private static Container? OfBootImage(Region image)
    {
        if (image.Length < 0x260 || !image.Span(0x202, 4).SequenceEqual("HdrS"u8))
        {
            return null;
        }

        Cursor cursor = image.Read(ByteOrder.Little, 0x1fe);
        if (cursor.U16() != 0xaa55)
        {
            return null;
        }

        cursor.Position = 0x206;
        uint version = cursor.U16();
        const uint WithPayload = 0x0208;
        string details = string.Create(CultureInfo.InvariantCulture, $"x86, boot protocol {version >> 8}.{version & 0xff}");
        if (version < WithPayload)
        {
            return new Container("bzImage", details);
        }

        uint setupSectors = image.Span(0x1f1, 1)[0] is var count and not 0 ? count : 4u;
        cursor.Position = 0x248;
        ulong offset = (setupSectors + 1) * 512 + (ulong)cursor.U32();
        ulong length = cursor.U32();
        return OfPayload(image, new Container("bzImage", details, offset, length) { HasSizeBehindPayload = true });
    }

    // drivers/firmware/efi/libstub/zboot-header.S.
    private static Container? OfZboot(Region image)
    {
        if (image.Length < 64 || !image.Span(0, 2).SequenceEqual("MZ"u8) || !image.Span(4, 4).SequenceEqual("zimg"u8))
        {
            return null;
        }

        Cursor cursor = image.Read(ByteOrder.Little, 8);
        (ulong offset, ulong length) = (cursor.U32(), cursor.U32());
        return OfPayload(image, new Container("zboot", "EFI", offset, length));
    }

    private static Container? OfRaw(Region image)
    {
        if (image.Length < 64)
        {
            return null;
        }

        ReadOnlySpan<byte> start = image.Span(0, 64);
        uint zImage = image.Read(ByteOrder.Little, 0x24).U32();
        return start[0x38..].StartsWith("ARM\x64"u8) ? new Container("Image", "arm64")
            : start[0x30..].StartsWith("RISCV"u8) && start[0x38..].StartsWith("RSC\x05"u8) ? new Container("Image", "riscv")
            : zImage is 0x016f2818 or 0x18286f01 ? new Container("zImage", "arm")
            : image.Read(ByteOrder.Little, 0x38).U32() == PortableExecutableMagic ? new Container("Image", "loongarch")
            : null;
    }

    // U-Boot's: 64 bytes before the payload.
    private static Container? OfLegacyImage(Region image) =>
        image.Length > 64 && image.Span(0, 4).SequenceEqual((ReadOnlySpan<byte>)[0x27, 5, 0x19, 0x56])
            ? new Container("uImage", "", 64, (ulong)image.Length - 64)
            : null;

    private static Container OfPayload(Region image, Container container) =>
        container.PayloadOffset <= (ulong)image.Length && container.PayloadLength <= (ulong)image.Length - container.PayloadOffset
            ? container
            : container with { PayloadLength = 0, LacksPayload = true };
}
