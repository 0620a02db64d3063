// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// A relocatable object without contents, for an <see cref="ElfEditor"/> to fill: with the empty sections that each object of
/// GNU as has, a symbol table, and names.
/// </summary>
/// <example><code>
/// ElfEditor editor = new(EmptyObject.Make(kind));
/// editor.AddBefore(editor.File.SymbolSection!.Index);
/// editor.Add(new AddedSection(".rodata", ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, contents, Alignment: 8, EntrySize: 0));
/// EditedTables tables = editor.MakeTables(SectionNaming.Appended);
/// tables.Reserve(AssemblerArrangement.Make(tables)).WriteTo(output.Write);
/// </code></example>
public static class EmptyObject
{
    private const string File = "new object";

    private static ReadOnlySpan<byte> Names => "\0.symtab\0.strtab\0.shstrtab\0.text\0.data\0.bss\0"u8;

    /// <summary>Makes one.</summary>
    /// <param name="kind">Machine, class and so on.</param>
    public static ElfFile Make(in ElfObjectKind kind)
    {
        ElfEncoder encoder = new(kind.Class, kind.Order);
        ElfLayout layout = encoder.Layout;
        ulong symbols = (ulong)layout.HeaderSize;
        ulong strings = symbols + (ulong)layout.SymbolSize; // the null symbol
        ulong names = strings + 1;
        ulong headers = ElfLayout.AlignUp(names + (ulong)Names.Length, (ulong)layout.WordSize);
        // GNU as for MIPS aligns what is empty.
        ulong alignment = kind.Machine == ElfMachine.Mips ? 16u : 1u;
        const ElfSectionFlags Data = ElfSectionFlags.Writable | ElfSectionFlags.Allocated;
        ElfSection none = new(default, "", ElfSectionType.Null, ElfSectionFlags.None, 0, 0, 0, 0, 0, 0, 0);
        ElfSection empty = none with { Type = ElfSectionType.ProgramBits, Offset = symbols, Alignment = alignment };
        ElfSection table = none with { Type = ElfSectionType.StringTable, Alignment = 1 };
        ElfSection[] sections =
        [
            none,
            empty with { NameOffset = NameOf(".text\0"u8), Flags = ElfSectionFlags.Allocated | ElfSectionFlags.Executable },
            empty with { NameOffset = NameOf(".data\0"u8), Flags = Data },
            empty with { NameOffset = NameOf(".bss\0"u8), Flags = Data, Type = ElfSectionType.NoBits },
            table with
            {
                NameOffset = NameOf(".symtab\0"u8), Type = ElfSectionType.SymbolTable, Offset = symbols, Size = (ulong)layout.SymbolSize,
                Link = 5, Info = 1, Alignment = (ulong)layout.WordSize, EntrySize = (ulong)layout.SymbolSize,
            },
            table with { NameOffset = NameOf(".strtab\0"u8), Offset = strings, Size = 1 },
            table with { NameOffset = NameOf(".shstrtab\0"u8), Offset = names, Size = (ulong)Names.Length },
        ];
        byte[] file = new byte[(int)headers + (sections.Length * layout.SectionHeaderSize)];
        encoder.RelocatableHeader(file, kind, headers, (ushort)sections.Length, (ushort)(sections.Length - 1));
        Names.CopyTo(file.AsSpan((int)names));
        encoder.SectionHeaders(sections).CopyTo(file.AsSpan((int)headers));
        return ElfFile.Parse(Region.Of(file, new ByteSource(File)));
    }

    private static uint NameOf(ReadOnlySpan<byte> name) => (uint)Names.IndexOf(name);
}
