// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>Which of the two sections of a module that have tables: the loader frees one with the initialisation.</summary>
/// <param name="Tag">Its letter in labels.</param>
/// <param name="IsInitial">True for <c>.init.mod_lineinfo</c>.</param>
internal sealed record ModuleBlob(string Tag, bool IsInitial);

/// <summary>The sections of modules that the proposal covers, and the bytes of their tables.</summary>
internal static class LineSections
{
    /// <summary>Bytes of a table's header: eleven numbers.</summary>
    public const int HeaderSize = 44;

    /// <summary>Bytes before the sections.</summary>
    public const int RootSize = 8;

    /// <summary>Bytes of a section: where it is (8), its size, where its table is.</summary>
    public const int DescriptorSize = 16;

    /// <summary>Alignment of the section.</summary>
    public const uint Alignment = 8;

    /// <summary>The covered sections, in their order.</summary>
    public static IReadOnlyList<string> Covered { get; } = [".text", ".exit.text", ".init.text", ".noinstr.text"];

    /// <summary>The sections with tables, in their order.</summary>
    public static IReadOnlyList<ModuleBlob> Blobs { get; } = [new("p", false), new("i", true)];

    /// <summary>Which of them has the table of a covered section.</summary>
    public static ModuleBlob BlobOf(string section) => Blobs[section == ".init.text" ? 1 : 0];

    /// <summary>Its name.</summary>
    public static string NameOf(ModuleBlob blob) => blob.IsInitial ? ".init.mod_lineinfo" : ".mod_lineinfo";

    /// <summary>The bytes of a section with tables.</summary>
    /// <param name="table">The table.</param>
    /// <param name="blob">Which section.</param>
    /// <param name="elfClass">Class of the module.</param>
    /// <param name="order">Its byte order.</param>
    /// <returns>The bytes, and for each covered section the place of its address; null when none is of this one.</returns>
    public static (byte[] Contents, IReadOnlyList<(string Section, int Offset)> Anchors)? Encode(
        LineTable table, ModuleBlob blob, ElfClass elfClass, ByteOrder order)
    {
        LineArea[] areas = [.. table.Areas.Where(area => BlobOf(area.Section) == blob)];
        if (areas.Length == 0)
        {
            return null;
        }

        FileNames names = FileNames.Of(table.Files);
        TableBytes tables = new(order);
        TableBytes head = new(order);
        List<(string Section, int Offset)> anchors = [];
        int headSize = RootSize + (areas.Length * DescriptorSize);
        head.U32((uint)areas.Length);
        head.U32(0);
        foreach (LineArea area in areas)
        {
            int label = headSize + tables.Length;
            tables.Align(4);
            int at = table.IsOriginal ? label : headSize + tables.Length;
            // The low half of the address, in the byte order of the machine.
            bool isLowSecond = elfClass == ElfClass.Elf32 && order == ByteOrder.Big;
            anchors.Add((area.Section, head.Length + (isLowSecond ? 4 : 0)));
            head.U32(0);
            head.U32(0);
            head.U32(area.Size);
            head.U32((uint)at);
            Encode(tables, area.Entries, names, (uint)table.Files.Count, padding: headSize + tables.Length - at);
        }

        head.Write(tables.ToArray());
        return (head.ToArray(), anchors);
    }

    private static void Encode(TableBytes bytes, IReadOnlyList<LineEntry> entries, FileNames names, uint files, int padding)
    {
        EncodedEntries encoded = EncodedEntries.Of(entries);
        uint blocks = (uint)encoded.Addresses.Count;
        uint blocksAt = (uint)(padding + HeaderSize);
        uint dataAt = blocksAt + (blocks * 8);
        uint dataEnd = dataAt + (uint)encoded.Data.Length;
        // Alignment counts from the beginning of the section, and so do padding and head.
        uint filesAt = dataEnd + ((uint)-(bytes.Length + HeaderSize + (blocks * 8) + encoded.Data.Length) & 3);
        uint namesAt = filesAt + (files * 4);
        bytes.U32(
        [
            (uint)entries.Count, blocks, files, blocksAt, blocks * 8, dataAt, (uint)encoded.Data.Length, filesAt, files * 4, namesAt,
            (uint)names.Bytes.Length,
        ]);
        bytes.U32(encoded.Addresses);
        bytes.U32(encoded.Offsets);
        bytes.Write(encoded.Data.Span);
        bytes.Align(4);
        bytes.U32(names.Offsets);
        bytes.Write(names.Bytes.Span);
    }
}
