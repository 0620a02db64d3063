// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>
/// Where calls return to: what a stack trace can ask for. Debugging information has the calls that a compiler wrote (DWARF 5 §3.4), and
/// relocations that a linker kept have those of x86-64, also from assembly.
/// </summary>
internal static class CallReturns
{
    private const byte CallRelative = 0xe8; // CALL rel32 (Intel SDM vol. 2A)

    /// <summary>Finds them.</summary>
    /// <returns>The addresses after calls, in order, each once.</returns>
    /// <exception cref="MalformedFileException">An entry is malformed.</exception>
    public static ulong[] Find(ElfFile image, DwarfFile dwarf, WorkerSource workers)
    {
        DwarfUnit[] units = dwarf.Units.ToArray();
        List<ulong>[] found = Parallelism.Map(units.Length, workers, () => units, (all, i) => OfUnit(all[i]));
        return [.. found.SelectMany(addresses => addresses).Concat(OfRelocations(image)).Distinct().Order()];
    }

    private static List<ulong> OfUnit(DwarfUnit unit)
    {
        List<ulong> addresses = [];
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            // Before DWARF 5 the address after the call is the entry's low_pc.
            DwAttribute? wanted = reader.Tag switch
            {
                DwTag.CallSite => DwAttribute.CallReturnPc,
                DwTag.GnuCallSite => DwAttribute.LowPc,
                _ => null,
            };
            while (wanted is not null && reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
            {
                if (attribute == wanted && unit.TryAddress(value, out ulong address))
                {
                    addresses.Add(address);
                }
            }
        }

        return addresses;
    }

    private static List<ulong> OfRelocations(ElfFile image)
    {
        List<ulong> addresses = [];
        if (image.Machine != ElfMachine.X8664 || image.Type == ElfType.Relocatable)
        {
            return addresses;
        }

        foreach (ElfSection section in image.Sections)
        {
            if (section.Type != ElfSectionType.RelocationsWithAddends || section.Info >= (uint)image.Sections.Length
                || image.Sections[(int)section.Info] is not { IsAllocated: true } code || (code.Flags & ElfSectionFlags.Executable) == 0)
            {
                continue;
            }

            Region contents = image.Contents(code);
            foreach (ElfRelocation relocation in image.Relocations(section))
            {
                ulong at = relocation.Offset - code.Address;
                if ((X8664Relocation)relocation.Type is X8664Relocation.Pc32 or X8664Relocation.Plt32
                    && at > 0 && at < (ulong)contents.Length && contents.Span(at - 1, 1)[0] == CallRelative)
                {
                    addresses.Add(relocation.Offset + 4);
                }
            }
        }

        return addresses;
    }
}
