// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// What the linker gets in place of an object: the same one, but its debugging sections are small. Each has a mark with its number,
/// by which it is found again in the image, and after it a word for each question, with a relocation that asks it. So the linker
/// itself says which sections it keeps and in which order, what each symbol's value is, and what becomes of one that is gone; and
/// headers, symbols and names of sections are those of the whole link.
/// </summary>
/// <remarks>Of strings that are merged the mark is a string, which is the end of no other one.</remarks>
internal static class StandIn
{
    /// <summary>Bytes of a mark, before the words.</summary>
    public const int MarkSize = 8;

    /// <summary>Bytes of a mark that is a string.</summary>
    public const int StringMarkSize = 13;

    private const string Magic = "KELF";

    /// <summary>The type of relocation that sets a whole word; null for machines of which it is not known.</summary>
    public static uint? WordRelocation(ElfMachine machine) => machine switch
    {
        ElfMachine.X8664 => (uint)X8664Relocation.Direct64,
        _ => null,
    };

    /// <summary>Reads a mark.</summary>
    /// <param name="bytes">The contents of a section, from the mark on.</param>
    /// <param name="order">Byte order of the file.</param>
    /// <param name="isString">Whether it is a string.</param>
    /// <returns>The number of the section, or 0.</returns>
    public static uint ReadMark(ReadOnlySpan<byte> bytes, ByteOrder order, bool isString)
    {
        if (bytes.Length < (isString ? StringMarkSize : MarkSize) || !bytes.StartsWith("KELF"u8))
        {
            return 0;
        }

        bytes = bytes[Magic.Length..];
        return !isString
            ? Region.Of(bytes[..4].ToArray(), new ByteSource("mark")).Read(order).U32()
            : uint.TryParse(bytes[..8], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number) ? number : 0;
    }

    /// <summary>Writes what stands in for an object.</summary>
    /// <param name="file">The object.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void Write(DebugObject file, string path)
    {
        ElfEditor editor = new(file.Elf);
        List<FileRange> gone = [];
        List<AlignedSection> moving = [];
        foreach (DebugSection section in file.Sections)
        {
            Replace(section.Header, Contents(file.Elf, section));
            if (section.RelocationHeader is { } relocations)
            {
                Replace(relocations, Relocations(file.Elf, section));
            }
        }

        EditedTables tables = editor.MakeTables(SectionNaming.Kept);
        ulong end = (ulong)file.Elf.Image.Length;
        gone.AddRange([new FileRange(0, tables.HeadEnd), tables.OldSectionHeaders]);
        gone.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        EditedFile stand = tables.Reserve(new ElfArrangement(new FileRange(0, end).Without(gone), end, moving));
        using OutputFile output = OutputFile.Create(path, keepsTime: false);
        using FileCopier copier = new(file.Elf.Image);
        foreach (PlacedCopy copy in stand.Copies)
        {
            copier.Copy(copy.Source.Offset, copy.Source.Length, output, copy.Target);
        }

        foreach (PlacedBytes written in stand.Written)
        {
            output.WriteAt(written.Offset, written.Bytes.Span);
        }

        output.SetLength(stand.Size);
        output.Commit();

        void Replace(ElfSection header, byte[] contents)
        {
            editor.Replace(header.Index, contents);
            gone.Add(new FileRange(header.Offset, header.Size));
            moving.Add(new AlignedSection(header, header.Alignment));
        }
    }

    private static byte[] Contents(ElfFile elf, DebugSection section)
    {
        if (section.IsMerged)
        {
            return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Magic}{section.Number:x8}\0"));
        }

        byte[] contents = new byte[MarkSize + (section.Questions.Count * elf.Layout.WordSize)];
        Encoding.ASCII.GetBytes(Magic, contents);
        new NumberWriter(elf.ByteOrder).U32(contents.AsSpan(Magic.Length), section.Number);
        return contents;
    }

    private static byte[] Relocations(ElfFile elf, DebugSection section)
    {
        ElfEncoder encoder = new(elf);
        int size = elf.Layout.RelocationSize(hasAddend: true);
        byte[] records = new byte[section.Questions.Count * size];
        for (int i = 0; i < section.Questions.Count; i++)
        {
            SymbolQuestion question = section.Questions[i];
            ElfRelocation record = new(
                MarkSize + ((ulong)i * (uint)elf.Layout.WordSize), WordRelocation(elf.Machine)!.Value, question.Symbol, question.Addend);
            encoder.Relocation(records.AsSpan(i * size), record, hasAddend: true, elf.Machine);
        }

        return records;
    }
}
