// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Imports;

/// <summary>Undefined symbols of SPARC objects.</summary>
public static class SparcNames
{
    // STT_REGISTER: the use of a global register (SPARC V9 ABI).
    private const int Register = 13;

    /// <summary>The name under which a symbol is looked for.</summary>
    /// <param name="machine">Instruction set of the object.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="name">Its name; becomes that of the export: assembly's <c>.div</c> is exported as <c>_Div</c>.</param>
    /// <returns>False when it is no symbol that another module could define.</returns>
    public static bool TryGet(ElfMachine machine, ElfSymbol symbol, ref ReadOnlySpan<byte> name)
    {
        if (machine is not (ElfMachine.Sparc or ElfMachine.SparcV9))
        {
            return true;
        }

        if ((int)symbol.Type == Register)
        {
            return false;
        }

        if (name is [(byte)'.', var first, ..])
        {
            byte[] exported = name.ToArray();
            exported[0] = (byte)'_';
            exported[1] = first is >= (byte)'a' and <= (byte)'z' ? (byte)(first - 'a' + 'A') : first;
            name = exported;
        }

        return true;
    }
}
