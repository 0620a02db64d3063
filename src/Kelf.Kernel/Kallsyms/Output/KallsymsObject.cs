// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Objects;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Kallsyms.Output;

/// <summary>
/// Writes the tables as the object that is linked into a kernel: on x86-64 byte for byte what GNU as makes of the text,
/// elsewhere one that links to the same bytes.
/// </summary>
public static class KallsymsObject
{
    /// <summary>Writes the object.</summary>
    /// <param name="table">The tables.</param>
    /// <param name="kind">Machine, class and so on of the kernel.</param>
    /// <param name="file">The file that this was read from, for messages.</param>
    /// <param name="sink">Takes the object.</param>
    /// <exception cref="RefusedException">The machine's relocations are not known.</exception>
    public static void Write(KallsymsTable table, ElfObjectKind kind, string file, IByteSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        KallsymsSection section = new(table, kind.Class, kind.Order);
        TableRelocations types = section.References.IsEmpty ? default : TableRelocations.For(kind, file, "--text");
        TableObject made = new(kind, Contents(section, kind, types), section.Alignment);
        uint text = 0;
        foreach (TableLabel label in section.Labels)
        {
            made.Define(
                TableShape.SymbolOf(label.Part), label.Offset, TableShape.HasSize(table.Options.Layout, label.Part) ? label.Size : 0);
            // In the order in which an assembler meets them.
            if (text == 0 && !section.References.IsEmpty && section.References[0].Offset < label.Offset + label.Size)
            {
                text = made.Refer(TableShape.Text);
            }
        }

        if (!section.References.IsEmpty)
        {
            made.Relocate(Relocations(section, kind, types, text), types.HasAddends);
        }

        made.WriteTo(sink);
    }

    private static ReadOnlyMemory<byte> Contents(KallsymsSection section, ElfObjectKind kind, TableRelocations types)
    {
        // GNU as fills sections up to their alignment on these two; elsewhere what follows in .rodata may begin at once.
        bool isPadded = kind.Machine is ElfMachine.Mips or ElfMachine.S390;
        if (!isPadded && (types.HasAddends || section.References.IsEmpty))
        {
            return section.Contents;
        }

        int size = section.Contents.Length;
        byte[] contents = new byte[isPadded ? (int)((size + section.Alignment - 1) & ~(section.Alignment - 1)) : size];
        section.Contents.CopyTo(contents);
        NumberWriter numbers = new(kind.Order);
        foreach (TableReference reference in types.HasAddends ? default : section.References)
        {
            bool isWide = !section.IsPcRelative && kind.Class == ElfClass.Elf64;
            numbers.Word(contents.AsSpan(reference.Offset), isWide, (ulong)reference.Distance);
        }

        return contents;
    }

    private static byte[] Relocations(KallsymsSection section, ElfObjectKind kind, TableRelocations types, uint text)
    {
        ElfEncoder encoder = new(kind.Class, kind.Order);
        int size = encoder.Layout.RelocationSize(types.HasAddends);
        byte[] records = new byte[checked(section.References.Length * size)];
        uint type = section.IsPcRelative ? types.Distance : types.Word;
        Span<byte> rest = records;
        foreach (TableReference reference in section.References)
        {
            encoder.Relocation(
                rest, new ElfRelocation((ulong)reference.Offset, type, text, reference.Distance), types.HasAddends, kind.Machine);
            rest = rest[size..];
        }

        return records;
    }
}
