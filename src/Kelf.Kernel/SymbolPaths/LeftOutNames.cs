// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The symbols that <c>scripts/mksysmap</c> and <c>scripts/kallsyms</c> leave out of the table.</summary>
internal static class LeftOutNames
{
    // Where these have dots, mksysmap has them escaped.
    private static readonly byte[][] s_beginnings =
    [
        [.. "$"u8], [.. ".L"u8], [.. "__efistub_"u8], [.. "__pi_$"u8], [.. "__pi_.L"u8], [.. "__kvm_nvhe_$"u8],
        [.. "__kvm_nvhe_.L"u8], [.. "__kcfi_typeid_"u8], [.. "__kvm_nvhe___kcfi_typeid_"u8], [.. "__pi___kcfi_typeid_"u8],
        [.. "__crc_"u8], [.. "__kstrtab_"u8], [.. "__kstrtabns_"u8], [.. "__mod_device_table__"u8],
    ];

    private static readonly byte[][] s_ends = [[.. "_from_arm"u8], [.. "_from_thumb"u8], [.. "_veneer"u8]];

    private static readonly byte[][] s_tablesOf61 =
    [
        [.. "kallsyms_addresses"u8], [.. "kallsyms_offsets"u8], [.. "kallsyms_relative_base"u8], [.. "kallsyms_num_syms"u8],
        [.. "kallsyms_names"u8], [.. "kallsyms_markers"u8], [.. "kallsyms_token_table"u8], [.. "kallsyms_token_index"u8],
        [.. "kallsyms_seqs_of_names"u8],
    ];

    /// <summary>True when a symbol is left out.</summary>
    public static bool Match(ElfMachine machine, byte letter, ReadOnlySpan<byte> name) =>
        letter is (byte)'a' or (byte)'A' or (byte)'N' or (byte)'n' or (byte)'u'
        || IsMapping(machine, name)
        || BeginsWithOne(name) || EndsWithOne(name) || IsThunk(name) || IsModuleInformation(name)
        || name.SequenceEqual("L0"u8) || name.SequenceEqual("_SDA_BASE_"u8) || name.SequenceEqual("_SDA2_BASE_"u8)
        || name.IndexOf(".long_branch."u8) >= 0 || name.IndexOf(".plt_branch."u8) >= 0;

    /// <summary>True for the tables themselves, which Linux 6.1 has not among its entries.</summary>
    public static bool IsTableOf61(ReadOnlySpan<byte> name)
    {
        foreach (byte[] table in s_tablesOf61)
        {
            if (name.SequenceEqual(table))
            {
                return true;
            }
        }

        return false;
    }

    // ARM, AArch64 and RISC-V mark code and data by them; nm does not show them.
    private static bool IsMapping(ElfMachine machine, ReadOnlySpan<byte> name) =>
        machine is ElfMachine.Arm or ElfMachine.AArch64 or ElfMachine.RiscV && name[0] == (byte)'$';

    private static bool BeginsWithOne(ReadOnlySpan<byte> name)
    {
        foreach (byte[] beginning in s_beginnings)
        {
            if (name.StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWithOne(ReadOnlySpan<byte> name)
    {
        foreach (byte[] end in s_ends)
        {
            if (name.EndsWith(end))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>__[A-Za-z0-9]*Thunk_</c></summary>
    private static bool IsThunk(ReadOnlySpan<byte> name)
    {
        int at = name.IndexOf("Thunk_"u8);
        if (at < 2 || !name.StartsWith("__"u8))
        {
            return false;
        }

        foreach (byte b in name[2..at])
        {
            if (!char.IsAsciiLetterOrDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsModuleInformation(ReadOnlySpan<byte> name) =>
        name.StartsWith("__UNIQUE_ID_modinfo_"u8)
        && name["__UNIQUE_ID_modinfo_"u8.Length..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
