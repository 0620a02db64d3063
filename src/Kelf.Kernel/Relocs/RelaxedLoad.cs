// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// Instructions that read an address from the global offset table (<c>R_X86_64_GOTPCRELX</c>,
/// <c>R_X86_64_REX_GOTPCRELX</c>), and that the linker made into ones without that table. Most become relative to their own
/// place. A comparison, an arithmetic instruction or a load may become one with the address itself as its operand, which
/// has to be moved (psABI x86-64, B.2); GNU ld then writes <c>R_X86_64_32S</c> into what it keeps, and lld leaves the type.
/// </summary>
internal sealed class RelaxedLoad
{
    // The operand is 4 bytes that follow the opcode and the byte ModRM.
    private const int Head = 2;
    private const uint Operand = sizeof(uint);

    private ulong _first = ulong.MaxValue;
    private string _section = "";
    private int _count;

    /// <summary>True when the instruction at a place has an address as its operand.</summary>
    public static bool HasAddress(ElfFile image, RelocationSection section, in ElfRelocation relocation)
    {
        ulong offset = relocation.Offset - section.Target.Address;
        Region code = section.Target.Type == ElfSectionType.NoBits ? default : image.Contents(section.Target);
        if (offset < Head || (ulong)code.Length < Operand || offset > (ulong)code.Length - Operand)
        {
            return false;
        }

        ReadOnlySpan<byte> head = code.Span(offset - Head, Head);
        const int RegisterMode = 0b11_000_000, Modes = 0b11_000_000, Extension = 0b00_111_000;
        return (head[1] & Modes) == RegisterMode && head[0] switch
        {
            0x81 => true, // add, or, adc, sbb, and, sub, xor, cmp: the extension of the opcode says which
            0xf7 or 0xc7 => (head[1] & Extension) == 0, // test, mov
            _ => false,
        };
    }

    /// <summary>Counts a place that is in the table.</summary>
    public void Add(RelocationSection section, ulong place)
    {
        _count++;
        if (place < _first)
        {
            (_first, _section) = (place, section.Target.Name);
        }
    }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<Diagnostic> FindWarnings() => _count == 0 ? [] :
    [
        Diagnostic.Warning(
            WarningKind.RelaxedAddresses,
            $"places that the linker relaxed to absolute addresses: {_count}, the first 0x{_first:x} ({_section}); they are in the table, "
            + "which the original relocs leaves them out of, so that a moved kernel reads wrong addresses there (--compat or "
            + "KELF_RELOCS=compat: leave them out, too)"),
    ];
}
