// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Imports;

/// <summary>Undefined symbols that no other module defines: the linker does, or the module's loader.</summary>
/// <param name="machine">Instruction set of the object.</param>
/// <param name="release">The release whose rules hold.</param>
public sealed class IgnoredImports(ElfMachine machine, ModpostRelease release)
{
    // Compilers of PowerPC save and restore registers by calls to these.
    private static readonly byte[][] s_powerPc =
        [.. Names("_restgpr_", "_savegpr_", "_rest32gpr_", "_save32gpr_", "_restvr_", "_savevr_")];

    private static readonly byte[][] s_powerPc64 = [.. Names(
        "_restgpr0_", "_savegpr0_", "_restgpr1_", "_savegpr1_", "_restfpr_", "_savefpr_", "_restvr_", "_savevr_")];

    private static readonly byte[][] s_boundaries = [.. Names("__start_", "__stop_")];

    /// <summary>Whether a symbol is one of them.</summary>
    public bool Contains(ReadOnlySpan<byte> name)
    {
        if (name is not ([(byte)'_', ..] or [(byte)'.', ..]))
        {
            return false;
        }

        return name.SequenceEqual("__this_module"u8)
            || name.SequenceEqual("_GLOBAL_OFFSET_TABLE_"u8)
            || (release >= ModpostRelease.Linux73 && BeginsWithOne(name, s_boundaries))
            || (machine == ElfMachine.PowerPc && BeginsWithOne(name, s_powerPc))
            || (machine == ElfMachine.PowerPc64 && (name.SequenceEqual(".TOC."u8) || BeginsWithOne(name, s_powerPc64)));
    }

    private static bool BeginsWithOne(ReadOnlySpan<byte> name, byte[][] starts)
    {
        foreach (byte[] start in starts)
        {
            if (name.StartsWith(start))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<byte[]> Names(params string[] names) => names.Select(System.Text.Encoding.ASCII.GetBytes);
}
