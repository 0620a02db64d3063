// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>
/// Which lines of a listing belong into <c>System.map</c>: the rules of <c>scripts/mksysmap</c>, applied to the bytes of
/// names instead of a text.
/// </summary>
/// <remarks>
/// The original matches whole lines. That shows in names with a space, which no compiler makes: every word of them counts
/// as a beginning.
/// </remarks>
public sealed class SysmapFilter
{
    private static readonly SysmapFilter s_linux61 = new(new SysmapRules
    {
        Beginnings = ["$", ".L", "__crc_", "__kstrtab_", "__kstrtabns_"],
        WholeNames = ["L0"],
    });

    private static readonly SysmapRules s_rules612 = new()
    {
        Beginnings =
        [
            "$", ".L", "__efistub_", "__pi_$", "__pi_.L", "__kvm_nvhe_$", "__kvm_nvhe_.L", "__kcfi_typeid_",
            "__kvm_nvhe___kcfi_typeid_", "__pi___kcfi_typeid_", "__crc_", "__kstrtab_", "__kstrtabns_",
        ],
        WholeNames = ["L0", "_SDA_BASE_", "_SDA2_BASE_"],
        Endings = ["_from_arm", "_from_thumb", "_veneer"],
        Parts = [".long_branch.", ".plt_branch."],
        DropsThunks = true,
    };

    private static readonly SysmapFilter s_linux612 = new(s_rules612);

    // What the filter of 6.12 drops and that of 6.1 does not; the generator of 6.1 drops it, and its own tables.
    private static readonly SysmapRules s_generator61 = new()
    {
        Beginnings =
        [
            "__efistub_", "__kvm_nvhe_$", "__kvm_nvhe_.L", "__kcfi_typeid_", "__AArch64ADRPThunk_", "__ARMV5PILongThunk_",
            "__ARMV7PILongThunk_", "__ThumbV7PILongThunk_", "__LA25Thunk_", "__microLA25Thunk_",
        ],
        WholeNames =
        [
            "_SDA_BASE_", "_SDA2_BASE_", "kallsyms_addresses", "kallsyms_offsets", "kallsyms_relative_base",
            "kallsyms_num_syms", "kallsyms_names", "kallsyms_markers", "kallsyms_token_table", "kallsyms_token_index",
            "kallsyms_seqs_of_names",
        ],
        Endings = ["_from_arm", "_from_thumb", "_veneer"],
        Parts = [".long_branch.", ".plt_branch."],
    };

    private static readonly SysmapFilter s_linux73 = new(s_rules612 with
    {
        Beginnings = [.. s_rules612.Beginnings, "__mod_device_table__"],
        DropsModuleInformation = true,
    });

    private readonly SysmapRules _rules;

    private SysmapFilter(SysmapRules rules)
    {
        _rules = rules;
    }

    /// <summary>The rules of a release.</summary>
    public static SysmapFilter For(KallsymsLayout layout) => layout switch
    {
        KallsymsLayout.Linux61 => s_linux61,
        KallsymsLayout.Linux612 => s_linux612,
        _ => s_linux73,
    };

    /// <summary>True when a line stays.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="name">The name.</param>
    public bool Keeps(byte letter, ReadOnlySpan<byte> name)
    {
        if (IsDroppedLetter(letter) || _rules.DropsAnywhere(name))
        {
            return false;
        }

        for (ReadOnlySpan<byte> rest = name; ;)
        {
            if (_rules.DropsFrom(rest))
            {
                return false;
            }

            int space = rest.IndexOf((byte)' ');
            if (space < 0)
            {
                return true;
            }

            if (space == 1 && IsDroppedLetter(rest[0]))
            {
                return false;
            }

            rest = rest[(space + 1)..];
        }
    }

    /// <summary>Whether the generator of 6.1 leaves out a name that its filter keeps.</summary>
    internal static bool IsDroppedByGenerator(ReadOnlySpan<byte> name) =>
        s_generator61.DropsFrom(name) || s_generator61.DropsAnywhere(name);

    // Absolute, debugging, undefined, and weak undefined.
    private static bool IsDroppedLetter(byte letter) => letter is (byte)'a' or (byte)'N' or (byte)'U' or (byte)'w';
}
