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
    private const ulong PortionSize = 1 << 24;

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

    /// <summary>True for a section that stands in for others, or for the beginning of a link of such sections.</summary>
    public static bool Is(ElfFile file, ElfSection section) =>
        ReadMark(
            file.Contents(section).Span(0, (int)Math.Min(section.Size, StringMarkSize)), file.ByteOrder,
            (section.Flags & ElfSectionFlags.Merge) != 0) != 0;

    /// <summary>Lays out what stands in for an object.</summary>
    public static EditedFile Make(DebugObject file)
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
        return tables.Reserve(new ElfArrangement(new FileRange(0, end).Without(gone), end, moving));

        void Replace(ElfSection header, byte[] contents)
        {
            editor.Replace(header.Index, contents);
            gone.Add(new FileRange(header.Offset, header.Size));
            moving.Add(new AlignedSection(header, header.Alignment));
        }
    }

    /// <summary>Writes what stands in for an object.</summary>
    /// <param name="standIn">Its layout.</param>
    /// <param name="output">Where to.</param>
    /// <param name="start">The offset there that it begins at.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void Write(EditedFile standIn, OutputFile output, ulong start)
    {
        Region source = standIn.Source.Image;
        foreach (PlacedCopy copy in standIn.Copies)
        {
            for (ulong done = 0; done < copy.Source.Length; done += PortionSize)
            {
                int count = (int)Math.Min(copy.Source.Length - done, PortionSize);
                output.WriteAt(start + copy.Target + done, source.Span(copy.Source.Offset + done, count));
            }
        }

        foreach (PlacedBytes written in standIn.Written)
        {
            output.WriteAt(start + written.Offset, written.Bytes.Span);
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
