// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

using Kelf.Archives.Streams;
using Kelf.Archives.Tar;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.TestSupport;

/// <summary>Small kernels that carry a configuration and headers, and the containers that kernels are booted from.</summary>
public static class BootImages
{
    /// <summary>The banner of <see cref="Kernel"/>.</summary>
    public static string Banner => "Linux version 7.3.4 (k@k) (gcc (Debian 12.2.0) 12.2.0, GNU ld 2.40) #1 SMP PREEMPT 2026-01-01";

    /// <summary>The configuration of <see cref="Kernel"/>.</summary>
    public static byte[] Config { get; } = Encoding.ASCII.GetBytes("# Linux/x86 7.3.4 Kernel Configuration\nCONFIG_A=y\n# CONFIG_B is not set\n");

    /// <summary>The archive of headers of <see cref="Kernel"/>, uncompressed.</summary>
    public static byte[] HeadersTar { get; } = Tar(
        ("./", null), ("./include/", null), ("./include/generated/", null),
        ("./include/generated/utsrelease.h", "#define UTS_RELEASE \"7.3.4\"\n"), ("./include/a.h", "int a;\n"));

    /// <summary>The archive of headers as the kernel has it.</summary>
    public static byte[] Headers { get; } = Xz(HeadersTar);

    /// <summary>An uncompressed kernel without symbols: a version, the configuration between its markers, the headers.</summary>
    public static byte[] Kernel { get; } =
        [.. new byte[100], .. Encoding.ASCII.GetBytes(Banner + "\n\0"), .. MarkedConfig(Config), .. new byte[7], .. Headers, .. new byte[50]];

    /// <summary>A configuration as <c>kernel/configs.c</c> has it.</summary>
    public static byte[] MarkedConfig(byte[] config) => [.. "IKCFG_ST"u8, .. Gzip(config), .. "IKCFG_ED"u8];

    /// <summary>An archive; members without a text are directories.</summary>
    public static byte[] Tar(params ReadOnlySpan<(string Name, string? Text)> members)
    {
        List<byte> tar = [];
        foreach ((string name, string? text) in members)
        {
            byte[] contents = Encoding.UTF8.GetBytes(text ?? "");
            byte[] nameBytes = Encoding.UTF8.GetBytes(name);
            int header = TarHeader.SizeOf(nameBytes, default);
            byte[] member = new byte[header + (contents.Length + 511) / 512 * 512];
            TarHeader.Write(
                member, text is null ? TarMemberType.Directory : TarMemberType.File, nameBytes, default, contents.Length, 0b110_100_100, 0);
            contents.CopyTo(member, header);
            tar.AddRange(member);
        }

        return [.. tar, .. new byte[1024]];
    }

    /// <summary>As gzip.</summary>
    public static byte[] Gzip(ReadOnlySpan<byte> contents)
    {
        using MemoryStream result = new();
        using (GZipStream stream = new(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(contents);
        }

        return result.ToArray();
    }

    /// <summary>As xz; liblzma is needed.</summary>
    public static byte[] Xz(ReadOnlySpan<byte> contents)
    {
        using GrowingBuffer stream = XzEncoder.Encode([contents.ToArray()], 0);
        return stream.Contents.Span().ToArray();
    }

    /// <summary>A boot image of x86 (<c>Documentation/arch/x86/boot.rst</c>) with a compressed kernel.</summary>
    public static byte[] BzImage(ReadOnlySpan<byte> payload)
    {
        const int PayloadOffset = 0x40;
        byte[] setup = new byte[1024 + PayloadOffset];
        setup[0x1f1] = 1; // sectors after the first
        (setup[0x1fe], setup[0x1ff]) = (0x55, 0xaa);
        "HdrS"u8.CopyTo(setup.AsSpan(0x202));
        (setup[0x206], setup[0x207]) = (15, 2);
        setup[0x248] = PayloadOffset;
        BitConverter.TryWriteBytes(setup.AsSpan(0x24c), payload.Length);
        return [.. setup, .. payload, .. new byte[20]];
    }

    /// <summary>A boot image of s390 (<c>arch/s390/boot/head.S</c>), with what it unpacks or, as it lies, is.</summary>
    /// <param name="contents">The kernel.</param>
    /// <param name="version">The version that its parameters state.</param>
    /// <param name="address">Where they say that it is; null for where it is.</param>
    public static byte[] S390(ReadOnlySpan<byte> contents, string version = "7.3.4 (k@k) #1 SMP", ulong? address = null)
    {
        byte[] start = new byte[0x11000];
        "S390EP\0\u0001"u8.CopyTo(start.AsSpan(0x10008));
        BinaryPrimitives.WriteUInt64BigEndian(start.AsSpan(0x10428), address ?? 0x10800);
        Encoding.ASCII.GetBytes(version).CopyTo(start, 0x10800);
        return [.. start, .. contents, .. new byte[100]];
    }

    /// <summary>An EFI image with a compressed kernel (<c>drivers/firmware/efi/libstub/zboot-header.S</c>).</summary>
    public static byte[] Zboot(ReadOnlySpan<byte> payload)
    {
        byte[] header = new byte[128];
        "MZ\0\0zimg"u8.CopyTo(header);
        header[8] = 128;
        BitConverter.TryWriteBytes(header.AsSpan(12), payload.Length);
        "gzip\0"u8.CopyTo(header.AsSpan(24));
        BitConverter.TryWriteBytes(header.AsSpan(0x38), 0x818223cd);
        return [.. header, .. payload];
    }

    /// <summary>An image whose first bytes have something at a place, such as that of arm64.</summary>
    public static byte[] WithMagic(ReadOnlySpan<byte> contents, int offset, ReadOnlySpan<byte> magic)
    {
        byte[] header = new byte[128];
        magic.CopyTo(header.AsSpan(offset));
        return [.. header, .. contents];
    }
}
