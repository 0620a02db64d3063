// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Symvers;

/// <summary>The records that a symtypes file is made of, in any order.</summary>
public interface ISymtypesSource
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>The name of a record.</summary>
    ReadOnlySpan<byte> NameOf(int record);

    /// <summary>Writes its type string.</summary>
    void WriteText(int record, IByteSink output);
}

/// <summary>
/// Writes a symtypes file as gendwarfksyms does: <c>NAME TEXT</c> per line, symbols and types in one sequence, sorted by the bytes
/// of NAME.
/// </summary>
public static class SymtypesWriter
{
    /// <summary>Writes all records; of those with one name, the first one first.</summary>
    public static void Write(ISymtypesSource records, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(output);
        int[] order = [.. Enumerable.Range(0, records.Count)];
        Array.Sort(order, (a, b) => records.NameOf(a).SequenceCompareTo(records.NameOf(b)) is var name and not 0 ? name : a.CompareTo(b));
        foreach (int record in order)
        {
            output.Write(records.NameOf(record));
            output.Write(" "u8);
            records.WriteText(record, output);
            output.Write("\n"u8);
        }
    }
}
