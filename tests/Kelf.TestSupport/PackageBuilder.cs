// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Archives.Tar;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.TestSupport;

/// <summary>Packages of Debian and of rpm, byte for byte: with files as they are told, and no more than readers need.</summary>
public static class PackageBuilder
{
    /// <summary>A file's type and permissions, as cpio has it.</summary>
    public const uint RegularFile = 0x81a4;

    private const int Text = 6, Words = 4, Halves = 3, Texts = 8;

    /// <summary>A package of Debian.</summary>
    /// <param name="suffix">Of <c>data.tar</c>.</param>
    /// <param name="data">What is in it.</param>
    public static byte[] Deb(string suffix, byte[] data) => new ArchiveBuilder()
        .Member("debian-binary", "2.0\n"u8).Member("control.tar", new byte[1024]).Member("data.tar" + suffix, data).Build();

    /// <summary>A tar archive.</summary>
    public static byte[] TarOf(params (string Name, byte[] Contents)[] files)
    {
        List<byte> archive = [];
        foreach ((string name, byte[] contents) in files)
        {
            byte[] path = Encoding.UTF8.GetBytes(name);
            byte[] header = new byte[TarHeader.SizeOf(path, default)];
            TarHeader.Write(header, name.EndsWith('/') ? TarMemberType.Directory : TarMemberType.File, path, default, contents.Length, 0b110_100_100, 0);
            archive.AddRange(header);
            archive.AddRange(contents);
            archive.AddRange(new byte[TarHeader.Padded(contents.Length) - contents.Length]);
        }

        return [.. archive, .. new byte[2 * TarHeader.BlockSize]];
    }

    /// <summary>A package of rpm.</summary>
    /// <param name="compressor">What its header says of the payload; null for nothing.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="files">What its header says of files: path, mode, inode and size.</param>
    public static byte[] Rpm(string? compressor, byte[] payload, params (string Path, uint Mode, uint Inode, uint Size)[] files)
    {
        ByteAssembler package = new(ByteOrder.Big);
        package.U32(0xedabeedb).Bytes(new byte[92]).Bytes(Header([])).Align(8);
        List<(uint Tag, int Type, int Count, byte[] Data)> entries = [(1124, Text, 1, "cpio\0"u8.ToArray())];
        if (compressor is not null)
        {
            entries.Add((1125, Text, 1, Encoding.ASCII.GetBytes(compressor + "\0")));
        }

        if (files.Length > 0)
        {
            entries.Add((1028, Words, files.Length, Numbers(files, 4, file => file.Size)));
            entries.Add((1030, Halves, files.Length, Numbers(files, 2, file => file.Mode)));
            entries.Add((1095, Words, files.Length, Numbers(files, 4, _ => 1)));
            entries.Add((1096, Words, files.Length, Numbers(files, 4, file => file.Inode)));
            entries.Add((1116, Words, files.Length, Numbers(files, 4, file => (uint)Array.IndexOf(files, file))));
            entries.Add((1117, Texts, files.Length, Encoding.ASCII.GetBytes(string.Concat(files.Select(file => Path.GetFileName(file.Path) + "\0")))));
            entries.Add((1118, Texts, files.Length, Encoding.ASCII.GetBytes(string.Concat(files.Select(file => "/" + Path.GetDirectoryName(file.Path) + "/\0")))));
        }

        return package.Bytes(Header(entries)).Bytes(payload).ToArray();
    }

    /// <summary>A cpio archive with headers of its own.</summary>
    public static byte[] CpioOf(params (string Name, uint Mode, byte[] Contents)[] files)
    {
        ByteAssembler archive = new(ByteOrder.Big);
        foreach ((string name, uint mode, byte[] contents) in files.Append(("TRAILER!!!", 0, [])))
        {
            int[] numbers = [1, (int)mode, 0, 0, 1, 0, contents.Length, 0, 0, 0, 0, name.Length + 1, 0];
            archive.Bytes("070701"u8).Bytes(Encoding.ASCII.GetBytes(string.Concat(numbers.Select(number => number.ToString("x8", CultureInfo.InvariantCulture)))))
                .CString(name).Align(4).Bytes(contents).Align(4);
        }

        return archive.ToArray();
    }

    /// <summary>A cpio archive whose members are numbers of files in the header of their package.</summary>
    public static byte[] StrippedCpio(params (int Number, byte[] Contents)[] files)
    {
        ByteAssembler archive = new(ByteOrder.Big);
        foreach ((int number, byte[] contents) in files)
        {
            archive.Bytes("07070X"u8).Bytes(Encoding.ASCII.GetBytes(number.ToString("x8", CultureInfo.InvariantCulture))).Align(4).Bytes(contents).Align(4);
        }

        return archive.Bytes(CpioOf()).ToArray();
    }

    private static byte[] Header(List<(uint Tag, int Type, int Count, byte[] Data)> entries)
    {
        ByteAssembler header = new(ByteOrder.Big), data = new(ByteOrder.Big);
        header.U32(0x8eade801).U32(0).U32((ulong)entries.Count).U32(0);
        foreach ((uint tag, int type, int count, byte[] bytes) in entries)
        {
            data.Align(type is Halves or Words ? 4 : 1);
            header.U32(tag).U32((ulong)type).U32((ulong)data.Position).U32((ulong)count);
            data.Bytes(bytes);
        }

        return header.Patch(12, (ulong)data.Position, 4).Bytes(data.ToArray()).ToArray();
    }

    private static byte[] Numbers<T>(IEnumerable<T> values, int width, Func<T, uint> number)
    {
        ByteAssembler bytes = new(ByteOrder.Big);
        foreach (T value in values)
        {
            bytes.Number(number(value), width);
        }

        return bytes.ToArray();
    }
}
