// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.TestSupport;

/// <summary>Containers that have a kernel in them as it lies, or compressed, beside other things.</summary>
public static class WrappedImages
{
    private const uint PageSize = 2048;

    private static readonly byte[] s_ramdisk = [.. "070701"u8, .. new byte[200], 1];

    /// <summary>The command line of all of them.</summary>
    public static string CommandLine { get; } = "console=ttyS0 " + new string('x', 520);

    /// <summary>Android's boot image of a header version from 0 to 4.</summary>
    public static byte[] Android(uint version, ReadOnlySpan<byte> kernel) => version >= 3 ? AndroidNew(version, kernel) : AndroidOld(version, kernel);

    /// <summary>Android's image of what goes with a kernel, of header version 3 or 4.</summary>
    public static byte[] VendorBoot(uint version) => VendorBoot(version, s_ramdisk);

    /// <summary>The same with another ramdisk.</summary>
    public static byte[] VendorBoot(uint version, byte[] ramdisk)
    {
        byte[] tree = Tree("model\0board");
        ByteAssembler header = new(ByteOrder.Little);
        header.Bytes("VNDRBOOT"u8).U32(version).U32(PageSize).U32(0).U32(0).U32((uint)ramdisk.Length);
        header.Bytes(Text("bootconfig", 2048)).U32(0).Bytes(Text("board", 16)).U32(version >= 4 ? 2128u : 2112u).U32((uint)tree.Length).U64(0);
        byte[] table = new byte[108];
        byte[] config = "androidboot.a = b\n"u8.ToArray();
        if (version >= 4)
        {
            header.U32((uint)table.Length).U32(1).U32(108).U32((uint)config.Length);
        }

        return [.. Paged(header.ToArray()), .. Paged(ramdisk), .. Paged(tree), .. version >= 4 ? [.. Paged(table), .. Paged(config)] : Array.Empty<byte>()];
    }

    /// <summary>Qualcomm's wrapping of a kernel that is not compressed, and a device tree after it.</summary>
    public static byte[] Uncompressed(ReadOnlySpan<byte> kernel) =>
        [.. "UNCOMPRESSED_IMG"u8, .. BitConverter.GetBytes(kernel.Length), .. kernel, .. Tree("model\0board")];

    /// <summary>A unified kernel image of x86-64.</summary>
    public static byte[] Unified(ReadOnlySpan<byte> kernel) => Pe(
        (".text", new byte[40]), (".osrel", "ID=kelf\nPRETTY_NAME=\"Kelf 1\"\n"u8.ToArray()), (".cmdline", Encoding.ASCII.GetBytes(CommandLine)),
        (".uname", "7.3.4"u8.ToArray()), (".linux", kernel.ToArray()), (".initrd", s_ramdisk));

    /// <summary>A PE file with sections, whose bytes are padded to 512.</summary>
    public static byte[] Pe(params ReadOnlySpan<(string Name, byte[] Bytes)> sections)
    {
        const int Start = 0x80, OptionalSize = 112, Alignment = 512;
        ByteAssembler file = new(ByteOrder.Little);
        file.Bytes("MZ"u8).Bytes(new byte[0x3a]).U32(Start).Bytes(new byte[Start - 0x40]);
        file.Bytes("PE\0\0"u8).U16(0x8664).U16((ushort)sections.Length).Bytes(new byte[12]).U16(OptionalSize).U16(0x22).Bytes(new byte[OptionalSize]);
        uint at = 2048;
        foreach ((string name, byte[] bytes) in sections)
        {
            uint padded = (uint)(bytes.Length + Alignment - 1) / Alignment * Alignment;
            file.Bytes(Text(name, 8)).U32((uint)bytes.Length).U32(0).U32(padded).U32(at).Bytes(new byte[16]);
            at += padded;
        }

        byte[] header = file.ToArray();
        List<byte> image = [.. header, .. new byte[2048 - header.Length]];
        foreach ((_, byte[] bytes) in sections)
        {
            image.AddRange(bytes);
            image.AddRange(new byte[(Alignment - bytes.Length % Alignment) % Alignment]);
        }

        return [.. image];
    }

    /// <summary>U-Boot's legacy image with one file.</summary>
    public static byte[] UImage(ReadOnlySpan<byte> contents, byte type = 2, byte compression = 1)
    {
        ByteAssembler header = new(ByteOrder.Big);
        header.U32(0x27051956).U32(0).U32(0).U32((uint)contents.Length).U32(0).U32(0).U32(Crc32.Append(0, contents));
        header.U8(5).U8(22).U8(type).U8(compression).Bytes(Text("Linux-7.3.4", 32));
        byte[] bytes = header.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(4), System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Crc32.Append(0, bytes)));
        return [.. bytes, .. contents];
    }

    /// <summary>U-Boot's legacy image with a kernel and a ramdisk.</summary>
    public static byte[] UImageOfSeveral(ReadOnlySpan<byte> kernel)
    {
        ByteAssembler sizes = new(ByteOrder.Big);
        sizes.U32((uint)kernel.Length).U32((uint)s_ramdisk.Length).U32(0);
        return UImage([.. sizes.ToArray(), .. kernel, .. new byte[-kernel.Length & 3], .. s_ramdisk], type: 4, compression: 0);
    }

    /// <summary>U-Boot's FIT: two kernels, of which the second is the default, a ramdisk and a device tree.</summary>
    /// <param name="kernel">The default kernel.</param>
    /// <param name="place">Where the data is: <c>data</c>, <c>data-offset</c> or <c>data-position</c>.</param>
    public static byte[] Fit(ReadOnlySpan<byte> kernel, string place = "data")
    {
        TreeWriter tree = new();
        List<byte> behind = [];
        uint position = 1 << 16;
        tree.Begin("").Property("description", "Kelf\0"u8).Begin("images");
        foreach ((string name, string type, byte[] data) in ((string, string, byte[])[])
            [("kernel-1", "kernel", new byte[100]), ("kernel-2", "kernel", kernel.ToArray()), ("ramdisk-1", "ramdisk", s_ramdisk), ("fdt-1", "flat_dt", Tree("model\0board"))])
        {
            tree.Begin(name).Property("type", Encoding.ASCII.GetBytes(type + "\0")).Property("compression", "none\0"u8);
            if (place == "data")
            {
                tree.Property("data", data);
            }
            else
            {
                // From the end of the tree, or from the beginning of the file, in which the tree is padded.
                tree.Property(place, Cell((place == "data-offset" ? 0 : position) + (uint)behind.Count)).Property("data-size", Cell((uint)data.Length));
                behind.AddRange([.. data, .. new byte[-data.Length & 3]]);
            }

            tree.Begin("hash-1").Property("algo", "crc32\0"u8).End().End();
        }

        tree.End().Begin("configurations").Property("default", "conf-1\0"u8).Begin("conf-1").Property("kernel", "kernel-2\0"u8).End().End();
        byte[] head = tree.End().ToArray();
        return place switch
        {
            "data" => head,
            "data-offset" => [.. head, .. new byte[-head.Length & 3], .. behind],
            _ => [.. head, .. new byte[position - head.Length], .. behind],
        };
    }

    /// <summary>A device tree with one property, <c>NAME\0VALUE</c>.</summary>
    public static byte[] Tree(string property) =>
        new TreeWriter().Begin("").Property(property.Split('\0')[0], Encoding.ASCII.GetBytes(property.Split('\0')[1] + "\0")).End().ToArray();

    private static byte[] AndroidNew(uint version, ReadOnlySpan<byte> kernel)
    {
        ByteAssembler header = new(ByteOrder.Little);
        header.Bytes("ANDROID!"u8).U32((uint)kernel.Length).U32((uint)s_ramdisk.Length).U32(0).U32(version == 4 ? 1584u : 1580u);
        header.Bytes(new byte[16]).U32(version).Bytes(Text(CommandLine, 1536)).Bytes(new byte[version == 4 ? 4 : 0]);
        return [.. Padded(header.ToArray(), 4096), .. Padded(kernel.ToArray(), 4096), .. Padded(s_ramdisk, 4096)];
    }

    private static byte[] AndroidOld(uint version, ReadOnlySpan<byte> kernel)
    {
        byte[] tree = Tree("model\0board");
        ByteAssembler header = new(ByteOrder.Little);
        header.Bytes("ANDROID!"u8).U32((uint)kernel.Length).U32(0).U32((uint)s_ramdisk.Length).U32(0).U32(10).U32(0).U32(0).U32(PageSize);
        header.U32(version).U32(0).Bytes(Text("board", 16)).Bytes(Text(CommandLine[..511], 512)).Bytes(new byte[32]).Bytes(Text(CommandLine[511..], 1024));
        header.U32(version >= 1 ? 20u : 0u).U64(0).U32(1660).U32(version >= 2 ? (uint)tree.Length : 0u).U64(0);
        return
        [
            .. Paged(header.ToArray()), .. Paged(kernel.ToArray()), .. Paged(s_ramdisk), .. Paged(new byte[10]),
            .. version >= 1 ? Paged(new byte[20]) : [], .. version >= 2 ? Paged(tree) : [],
        ];
    }

    private static byte[] Cell(uint value) => new ByteAssembler(ByteOrder.Big).U32(value).ToArray();

    private static byte[] Paged(byte[] bytes) => Padded(bytes, (int)PageSize);

    private static byte[] Padded(byte[] bytes, int size) => [.. bytes, .. new byte[(size - bytes.Length % size) % size]];

    private static byte[] Text(string text, int size) => [.. Encoding.ASCII.GetBytes(text), .. new byte[size - text.Length]];

    /// <summary>Writes flattened device trees.</summary>
    private sealed class TreeWriter
    {
        private readonly ByteAssembler _structure = new(ByteOrder.Big);
        private readonly List<byte> _names = [];

        public TreeWriter Begin(string name)
        {
            _structure.U32(1).Bytes(Aligned([.. Encoding.ASCII.GetBytes(name), 0]));
            return this;
        }

        public TreeWriter End()
        {
            _structure.U32(2);
            return this;
        }

        public TreeWriter Property(string name, ReadOnlySpan<byte> value)
        {
            _structure.U32(4).U32(3).U32((uint)value.Length).U32((uint)_names.Count).Bytes(Aligned(value));
            _names.AddRange([.. Encoding.ASCII.GetBytes(name), 0]);
            return this;
        }

        public byte[] ToArray()
        {
            byte[] structure = _structure.U32(9).ToArray();
            const uint Header = 40, Reserved = 16;
            uint names = Header + Reserved + (uint)structure.Length;
            ByteAssembler header = new(ByteOrder.Big);
            header.U32(0xd00dfeed).U32(names + (uint)_names.Count).U32(Header + Reserved).U32(names).U32(Header).U32(17).U32(16).U32(0);
            header.U32((uint)_names.Count).U32((uint)structure.Length).Bytes(new byte[Reserved]);
            return [.. header.ToArray(), .. structure, .. _names];
        }

        private static byte[] Aligned(ReadOnlySpan<byte> bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];
    }
}
