// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>
/// Finds the rows of a unit that hold at addresses, for all of them in one run of its line program (DWARF 5 §6.2.2): the last row
/// of a sequence at or below an address, if the row after it is above.
/// </summary>
public static class RowSearch
{
    /// <summary>Finds rows. The program is run to the sequence that has the last of them, or to its end if some address has none.</summary>
    /// <param name="unit">The unit. Units that share a line table are searched together, by one of them.</param>
    /// <param name="addresses">The addresses, in ascending order.</param>
    /// <param name="rows">
    /// Receives a row for each address: null where no sequence has code there, or only one of code that a linker dropped. Of several
    /// sequences the first counts. What was found before an error stays.
    /// </param>
    /// <exception cref="ArgumentException">There is not one row for each address, or addresses are not in order.</exception>
    /// <exception cref="MalformedFileException">
    /// The line table is malformed; or its program is, before all addresses were found; or it is empty, and the unit has code.
    /// </exception>
    public static void Find(DwarfUnit unit, ReadOnlySpan<ulong> addresses, Span<LineRow?> rows)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (rows.Length != addresses.Length)
        {
            throw new ArgumentException($"{rows.Length} rows for {addresses.Length} addresses", nameof(rows));
        }

        rows.Clear();
        OpenAddresses open = new(addresses);
        if (addresses.IsEmpty || LineTableHeader.Of(unit) is not { } header)
        {
            return;
        }

        if (header.Program.IsEmpty && unit.Root.HasCode)
        {
            throw header.Program.Malformed(0, "the line program is empty, and its unit has code");
        }

        LineProgram program = LineProgram.Of(unit, header);
        LineRow before = default;
        bool isInSequence = false;
        int next = addresses.Length; // the first address without a row that is not below `before`
        while (open.Count > 0 && program.Next())
        {
            ulong address = program.Address;
            if (isInSequence && address > before.Address && !program.IsDropped)
            {
                for (; next < addresses.Length && addresses[next] < address; next = open.From(next))
                {
                    rows[next] = before;
                    open.Close(next);
                }
            }

            bool isBehind = !isInSequence || address < before.Address;
            isInSequence = !program.EndsSequence;
            if (isInSequence)
            {
                next = isBehind ? open.FromAddress(address) : next;
                before = program.Row;
            }
        }
    }

    /// <summary>
    /// The addresses that have no row yet. A program may go back and forth over all of them again and again; those that have a row
    /// are passed over at once, by forests of pointers to the next that has none.
    /// </summary>
    private ref struct OpenAddresses
    {
        private readonly ReadOnlySpan<ulong> _addresses;
        private readonly int[] _next;

        public OpenAddresses(ReadOnlySpan<ulong> addresses)
        {
            _addresses = addresses;
            Count = addresses.Length;
            _next = new int[addresses.Length + 1];
            for (int i = 0; i < _next.Length; i++)
            {
                _next[i] = i;
                if (i > 0 && i < addresses.Length && addresses[i] < addresses[i - 1])
                {
                    throw new ArgumentException("the addresses are not in ascending order", nameof(addresses));
                }
            }
        }

        /// <summary>How many there are.</summary>
        public int Count { get; private set; }

        /// <summary>One that is open has a row from now on.</summary>
        public void Close(int index)
        {
            _next[index] = index + 1;
            Count--;
        }

        /// <summary>The first open one of a number, or the number of all.</summary>
        public readonly int From(int index)
        {
            while (_next[index] != index)
            {
                _next[index] = _next[_next[index]];
                index = _next[index];
            }

            return index;
        }

        /// <summary>The first open one that is not below an address.</summary>
        public readonly int FromAddress(ulong address)
        {
            (int low, int high) = (0, _addresses.Length);
            while (low < high)
            {
                int middle = low + ((high - low) / 2);
                (low, high) = _addresses[middle] < address ? (middle + 1, high) : (low, middle);
            }

            return From(low);
        }
    }
}
