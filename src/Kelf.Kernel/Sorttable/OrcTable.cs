// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// <c>.orc_unwind_ip</c> and <c>.orc_unwind</c>: addresses of code, and how to unwind the stack from each on (kernel
/// <c>Documentation/arch/x86/orc-unwinder.rst</c>). The kernel searches the addresses.
/// </summary>
internal static class OrcTable
{
    /// <summary>The addresses: 32 bits, relative to their own place.</summary>
    public const string AddressesName = ".orc_unwind_ip";

    /// <summary>The entries: 6 bytes on x86-64, 8 on loongarch.</summary>
    public const string EntriesName = ".orc_unwind";

    private const int AddressSize = 4;

    // An index, a bit and an address of 33 bits make a sort key of 64 bits.
    private const int IndexBits = 28;
    private const int MostEntries = 1 << IndexBits;

    /// <summary>Sorts both tables by address, or finds that there is nothing to do.</summary>
    /// <param name="image">The image.</param>
    /// <param name="isWanted"><see cref="SorttableOptions.Orc"/>.</param>
    /// <exception cref="RefusedException">A table is missing that should be there, or the machine has no ORC.</exception>
    /// <exception cref="MalformedFileException">The tables do not fit together.</exception>
    public static (IReadOnlyList<SortedTable> Tables, TableCount? Count) Sort(SortableImage image, bool? isWanted)
    {
        bool hasOrc = image.Elf is { Class: ElfClass.Elf64, ByteOrder: ByteOrder.Little }
            and { Machine: ElfMachine.X8664 or ElfMachine.LoongArch };
        if (isWanted == false || isWanted is null && !hasOrc)
        {
            return ([], null);
        }

        if (!hasOrc)
        {
            throw image.Refused($"ORC tables are known of x86-64 and loongarch64 only, not of ELF machine {(ushort)image.Elf.Machine}: leave --orc out");
        }

        ElfSection? addresses = image.Find(AddressesName);
        ElfSection? entries = image.Find(EntriesName);
        if (isWanted is null && addresses is null && entries is null)
        {
            return ([], null);
        }

        if (addresses is null || entries is null)
        {
            throw image.Refused($"no section {(addresses is null ? AddressesName : EntriesName)}: the ORC tables are incomplete");
        }

        return Sort(image, addresses, entries);
    }

    private static (IReadOnlyList<SortedTable> Tables, TableCount Count) Sort(
        SortableImage image, ElfSection addresses, ElfSection entries)
    {
        int entrySize = image.Elf.Machine == ElfMachine.X8664 ? 6 : 8;
        Region addressBytes = image.Contents(addresses), entryBytes = image.Contents(entries);
        Refuse(addressBytes, AddressSize, "an ORC address");
        Refuse(entryBytes, entrySize, "an ORC entry");
        long count = addressBytes.Length / AddressSize;
        if (count != entryBytes.Length / entrySize)
        {
            throw addressBytes.Malformed(
                0, $"{count} ORC addresses stand beside {entryBytes.Length / entrySize} ORC entries");
        }

        if (count > MostEntries)
        {
            throw addressBytes.Malformed(0, $"{count} ORC entries are more than {MostEntries}");
        }

        ReadOnlySpan<byte> oldAddresses = addressBytes.Span(), oldEntries = entryBytes.Span();
        ulong[] keys = Keys(oldAddresses, oldEntries, entrySize, image.Format);
        Array.Sort(keys);

        byte[] newAddresses = new byte[oldAddresses.Length], newEntries = new byte[oldEntries.Length];
        int moved = 0;
        for (int slot = 0; slot < keys.Length; slot++)
        {
            int from = (int)(keys[slot] & (MostEntries - 1));
            moved += from == slot ? 0 : 1;
            long value = AddressOf(oldAddresses, from, image.Format) - (slot * (long)AddressSize);
            if (value != (int)value)
            {
                throw addressBytes.Malformed(
                    (ulong)from * AddressSize, $"the address of ORC entry {from} is out of reach from place {slot}, where it belongs");
            }

            image.Format.Write32(newAddresses.AsSpan(slot * AddressSize), (uint)(int)value);
            oldEntries.Slice(from * entrySize, entrySize).CopyTo(newEntries.AsSpan(slot * entrySize));
        }

        return (
            [SortedTable.Of(addresses, addressBytes, newAddresses), SortedTable.Of(entries, entryBytes, newEntries)],
            new TableCount(keys.Length, moved));
    }

    // Address, then entries that say nothing first, then the order that was: all in one number, and unique.
    private static ulong[] Keys(ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> entries, int entrySize, NumberFormat format)
    {
        ulong[] keys = new ulong[addresses.Length / AddressSize];
        for (int i = 0; i < keys.Length; i++)
        {
            ulong address = (ulong)(AddressOf(addresses, i, format) - int.MinValue);
            ulong says = IsUndefined(entries.Slice(i * entrySize, entrySize), format) ? 0ul : 1ul;
            keys[i] = (((address << 1) | says) << IndexBits) | (uint)i;
        }

        return keys;
    }

    // Relative to the start of the table.
    private static long AddressOf(ReadOnlySpan<byte> addresses, int index, NumberFormat format) =>
        (int)format.U32(addresses[(index * AddressSize)..]) + (index * (long)AddressSize);

    /// <summary>
    /// Whether an entry only ends the one before it: objtool adds such an entry after code of a section that something
    /// else may follow, and the real entry of what follows has to win.
    /// </summary>
    /// <remarks>
    /// x86-64, byte 4: low half the stack register; byte 5: bits 0-2 the type, from Linux 6.4 on; before that bits 0-1
    /// the type, in which 0 is a call, and bit 2 the end of the stack. An entry without stack register and with all three
    /// bits clear is undefined in both. loongarch, last 16 bits: bits 12-14 the type.
    /// </remarks>
    private static bool IsUndefined(ReadOnlySpan<byte> entry, NumberFormat format) => entry.Length == 6
        ? (entry[4] & 0xf) == 0 && (entry[5] & 7) == 0
        : (format.U16(entry[6..]) & 0x7000) == 0;

    private static void Refuse(Region table, int size, string what)
    {
        if (table.Length % size != 0)
        {
            throw table.Malformed(0, $"0x{table.Length:x} bytes are no multiple of the {size} bytes of {what}");
        }
    }
}
