// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>
/// Finds the rows of a unit that hold at addresses, for all of them in one run of its line program (DWARF 5 §6.2.2): the last row of a
/// sequence at the greatest address that is not above one.
/// </summary>
/// <remarks>
/// Rows of a sequence should ascend. Clang's assembler writes those of an ELF subsection where the source has it, so that a few go far up
/// in the midst of others (arm64's <c>ALTERNATIVE</c>): what holds shows at the end of a sequence only.
/// </remarks>
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
        Sequence sequence = new(addresses);
        bool isWhole = true;
        try
        {
            while (open.Count > 0 && program.Next())
            {
                isWhole = program.EndsSequence;
                if (!isWhole)
                {
                    sequence.Add(program);
                }
                else
                {
                    sequence.Settle(program.IsDropped, program.Address, ref open, rows);
                }
            }
        }
        finally
        {
            if (!isWhole)
            {
                // Without an end a row holds if there is one after it.
                sequence.Settle(program.IsDropped, sequence.Highest, ref open, rows);
            }
        }
    }

    /// <summary>What the rows of a sequence hold, as far as one of the addresses is concerned.</summary>
    private ref struct Sequence
    {
        private readonly ReadOnlySpan<ulong> _addresses;
        // At the first address that a row is not above; what comes after it is held by the same row, if none is between.
        private readonly LineRow[] _rows;
        private readonly bool[] _has;
        private readonly List<int> _places = [];
        private bool _isOrdered = true;
        private ulong _last;
        private int _place; // the first address that is not below the last row

        public Sequence(ReadOnlySpan<ulong> addresses)
        {
            _addresses = addresses;
            (_rows, _has) = (new LineRow[addresses.Length], new bool[addresses.Length]);
        }

        /// <summary>The highest address of a row.</summary>
        public ulong Highest { get; private set; }

        /// <summary>Takes a row.</summary>
        public void Add(in LineProgram program)
        {
            ulong address = program.Address;
            if (address < _last)
            {
                _place = PlaceOf(address, 0);
            }
            else if (_place < _addresses.Length && _addresses[_place] < address)
            {
                _place = PlaceOf(address, _place);
            }

            _last = address;
            Highest = Math.Max(Highest, address);

            if (_place == _addresses.Length)
            {
                return;
            }

            if (!_has[_place])
            {
                _has[_place] = true;
                _isOrdered &= _places.Count == 0 || _places[^1] < _place;
                _places.Add(_place);
                _rows[_place] = program.Row;
            }
            else if (address >= _rows[_place].Address)
            {
                _rows[_place] = program.Row;
            }
        }

        /// <summary>Gives the open addresses below the end of the sequence their rows, and makes room for the next one.</summary>
        public void Settle(bool isDropped, ulong end, ref OpenAddresses open, Span<LineRow?> rows)
        {
            if (!_isOrdered)
            {
                _places.Sort();
            }

            for (int i = 0; i < _places.Count; i++)
            {
                int next = i + 1 < _places.Count ? _places[i + 1] : _addresses.Length;
                for (int at = isDropped ? next : open.From(_places[i]); at < next && _addresses[at] < end; at = open.From(at))
                {
                    rows[at] = _rows[_places[i]];
                    open.Close(at);
                }

                _has[_places[i]] = false;
            }

            _places.Clear();
            (_isOrdered, _last, _place, Highest) = (true, 0, 0, 0);
        }

        // The first address from a place on that is not below this one.
        private readonly int PlaceOf(ulong address, int from)
        {
            (int low, int high) = (from, _addresses.Length);
            while (low < high)
            {
                int middle = low + ((high - low) / 2);
                (low, high) = _addresses[middle] < address ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    /// <summary>
    /// The addresses that have no row yet. A program may go back and forth over all of them again and again; those that have a row
    /// are passed over at once, by forests of pointers to the next that has none.
    /// </summary>
    private struct OpenAddresses
    {
        private readonly int[] _next;

        public OpenAddresses(ReadOnlySpan<ulong> addresses)
        {
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
    }
}
