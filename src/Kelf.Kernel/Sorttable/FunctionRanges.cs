// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>The addresses that belong to functions of an image: sorted ranges that neither overlap nor touch.</summary>
internal sealed class FunctionRanges
{
    private readonly ulong[] _starts;
    private readonly ulong[] _ends;

    private FunctionRanges(ulong[] starts, ulong[] ends)
    {
        (_starts, _ends) = (starts, ends);
    }

    /// <summary>True when the image names no function.</summary>
    public bool IsEmpty => _starts.Length == 0;

    /// <summary>
    /// Bytes before a function that are its own: arm64 and riscv compilers put the place for a tracer call there.
    /// </summary>
    public static ulong RoomBefore(ElfMachine machine) => machine is ElfMachine.AArch64 or ElfMachine.RiscV ? 8u : 0u;

    /// <summary>Collects the functions, and what assembler code calls one without saying so, from the symbol table.</summary>
    /// <exception cref="MalformedFileException">A symbol's section does not exist.</exception>
    public static FunctionRanges Of(SortableImage image)
    {
        ulong before = RoomBefore(image.Elf.Machine);
        // On arm, the lowest bit of a function's address says which instruction set it is written in.
        ulong mask = image.Elf.Machine == ElfMachine.Arm ? ~1ul : ~0ul;
        ReadOnlySpan<ElfSection> sections = image.Elf.Sections;
        ulong[] starts = new ulong[image.Symbols.Count], ends = new ulong[image.Symbols.Count];
        int count = 0;
        for (int i = 1; i < image.Symbols.Count; i++)
        {
            ElfSymbol symbol = image.Symbols[i];
            if (symbol.Size == 0 || symbol.Type is not (ElfSymbolType.Function or ElfSymbolType.NoType)
                || symbol.SectionNumber is 0 or >= ElfSymbol.ReservedSections)
            {
                continue;
            }

            if (symbol.SectionNumber >= (uint)sections.Length)
            {
                throw image.Symbols.Malformed(i, $"section {symbol.SectionNumber} of symbol {i} is not below {sections.Length}");
            }

            if ((sections[(int)symbol.SectionNumber].Flags & ElfSectionFlags.Executable) != 0)
            {
                ulong start = symbol.Type == ElfSymbolType.Function ? symbol.Value & mask : symbol.Value;
                ulong end = symbol.Size <= ulong.MaxValue - start ? start + symbol.Size : ulong.MaxValue;
                starts[count] = start >= before ? start - before : 0;
                ends[count++] = end;
            }
        }

        // Numbers sort several times faster than pairs of them.
        Array.Sort(starts, ends, 0, count);
        return Join(starts.AsSpan(0, count), ends.AsSpan(0, count));
    }

    /// <summary>True when a function has that address.</summary>
    public bool Contains(ulong address)
    {
        int index = Array.BinarySearch(_starts, address);
        index = index >= 0 ? index : ~index - 1;
        return index >= 0 && address < _ends[index];
    }

    // Those that overlap or touch become one. The result is written over what was read, never ahead of it.
    private static FunctionRanges Join(Span<ulong> starts, Span<ulong> ends)
    {
        int count = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            if (count > 0 && starts[i] <= ends[count - 1])
            {
                ends[count - 1] = Math.Max(ends[i], ends[count - 1]);
            }
            else
            {
                starts[count] = starts[i];
                ends[count++] = ends[i];
            }
        }

        return new FunctionRanges(starts[..count].ToArray(), ends[..count].ToArray());
    }
}
