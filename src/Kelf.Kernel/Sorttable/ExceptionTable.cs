// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>What an entry of <c>__ex_table</c> consists of (kernel <c>arch/*/include/asm/extable.h</c>).</summary>
internal enum ExceptionRecord
{
    /// <summary>12 bytes: instruction and fixup, each relative to its own place, and 4 bytes that mean the same anywhere.</summary>
    RelativeWithData,

    /// <summary>8 bytes: instruction and fixup, each relative to its own place.</summary>
    Relative,

    /// <summary>Two addresses: instruction and fixup.</summary>
    Absolute,
}

/// <summary>
/// <c>__ex_table</c>: instructions that may fault, and where to go on when they do. The kernel searches it by
/// instruction.
/// </summary>
internal static class ExceptionTable
{
    /// <summary>Its section.</summary>
    public const string SectionName = "__ex_table";

    /// <summary>What its entries are like on the machine of an image.</summary>
    /// <exception cref="RefusedException">The machine is not known.</exception>
    public static ExceptionRecord RecordOf(ElfFile elf) => elf.Machine switch
    {
        ElfMachine.I386 or ElfMachine.X8664 or ElfMachine.AArch64 or ElfMachine.RiscV or ElfMachine.S390
            or ElfMachine.LoongArch => ExceptionRecord.RelativeWithData,
        ElfMachine.PowerPc or ElfMachine.PowerPc64 => ExceptionRecord.Relative,
        ElfMachine.Arm or ElfMachine.Mips or ElfMachine.ArCompact or ElfMachine.ArcV2 or ElfMachine.MicroBlaze
            or ElfMachine.Xtensa => ExceptionRecord.Absolute,
        // Its entries have 12 bytes, which the original takes for 8; its kernels sort at boot.
        ElfMachine.PaRisc => throw new RefusedException(
            elf.Image.Source.File, "parisc kernels sort their exception table at boot; nothing is to be done here"),
        _ => throw new RefusedException(
            elf.Image.Source.File, $"exception tables of ELF machine {(ushort)elf.Machine} are not known"),
    };

    /// <summary>Sorts the table by instruction; entries with equal ones keep their order.</summary>
    /// <exception cref="RefusedException">There is no table.</exception>
    /// <exception cref="MalformedFileException">It does not consist of whole entries.</exception>
    public static (SortedTable Table, TableCount Count) Sort(SortableImage image)
    {
        ElfSection section = image.Find(SectionName)
            ?? throw image.Refused($"no exception table ({SectionName}): this is not a kernel image");
        Region contents = image.Contents(section);
        ReadOnlySpan<byte> before = contents.Span();
        int size = image.ExceptionRecord switch
        {
            ExceptionRecord.RelativeWithData => 12,
            ExceptionRecord.Relative => 8,
            _ => 2 * image.Format.WordSize,
        };
        if (before.Length % size != 0)
        {
            throw contents.Malformed(0, $"0x{before.Length:x} bytes are no multiple of the {size} bytes of an exception entry");
        }

        int[] order = Order(before, size, image.ExceptionRecord, image.Format);
        byte[] after = new byte[before.Length];
        int moved = 0;
        for (int slot = 0; slot < order.Length; slot++)
        {
            Span<byte> entry = after.AsSpan(slot * size, size);
            before.Slice(order[slot] * size, size).CopyTo(entry);
            if (order[slot] == slot)
            {
                continue;
            }

            moved++;
            if (image.ExceptionRecord != ExceptionRecord.Absolute)
            {
                // Both targets stay where they are while the entry goes this far.
                uint distance = unchecked((uint)((order[slot] - slot) * size));
                image.Format.Write32(entry, unchecked(image.Format.U32(entry) + distance));
                image.Format.Write32(entry[4..], unchecked(image.Format.U32(entry[4..]) + distance));
            }
        }

        return (SortedTable.Of(section, contents, after), new TableCount(order.Length, moved));
    }

    // For each place, the entry that belongs there.
    private static int[] Order(ReadOnlySpan<byte> table, int size, ExceptionRecord record, NumberFormat format)
    {
        (ulong Key, int Index)[] keys = new (ulong, int)[table.Length / size];
        for (int i = 0; i < keys.Length; i++)
        {
            ReadOnlySpan<byte> entry = table[(i * size)..];
            keys[i].Index = i;
            // Relative to the start of the table; as signed 32 bits, which with this bit turned compare as unsigned ones.
            keys[i].Key = record == ExceptionRecord.Absolute
                ? format.Word(entry)
                : unchecked(format.U32(entry) + (uint)(i * size)) ^ 0x8000_0000;
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, key => key.Index);
    }
}
