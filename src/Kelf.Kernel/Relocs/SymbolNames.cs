// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Relocs;

/// <summary>
/// The symbols for which a linker's word that they are absolute is not the whole truth. All comparisons are of bytes:
/// the C locale.
/// </summary>
internal static class SymbolNames
{
    private static readonly HashSet<string> s_relative =
    [
        "__init_begin", "__init_end", "__x86_cpu_dev_start", "__x86_cpu_dev_end", "__alt_instructions",
        "__alt_instructions_end", "__iommu_table", "__iommu_table_end", "__apicdrivers", "__apicdrivers_end",
        "__tracedata_start", "__tracedata_end", "__start_notes", "__stop_notes", "__end_rodata", "__end_rodata_aligned",
        "__initramfs_start", "jiffies", "jiffies_64", "_end",
        .. from edge in (string[])["__start", "__stop"]
           from table in (string[])["ksymtab", "ksymtab_gpl", "kcrctab", "kcrctab_gpl", "param", "modver", "bug_table"]
           select $"{edge}___{table}",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_relativeByName =
        s_relative.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>An absolute symbol that is a number, which no displacement of the kernel changes.</summary>
    public static bool IsConstant(ReadOnlySpan<byte> name, RelocationRules rules) =>
        name.StartsWith("__crc_"u8) || name.StartsWith("VDSO"u8) || name.StartsWith("__kcfi_typeid_"u8)
        || name.SequenceEqual("xen_irq_disable_direct_reloc"u8) || name.SequenceEqual("xen_save_fl_direct_reloc"u8)
        || (rules >= RelocationRules.Linux73 && IsBetween(name, "xen_elfnote_"u8, "_offset"u8));

    /// <summary>A symbol that moves with the kernel although linkers call it absolute.</summary>
    public static bool IsRelative(ReadOnlySpan<byte> name, RelocationRules rules, bool is64)
    {
        if (name.StartsWith("__start_pci_"u8) || name.StartsWith("__end_pci_"u8))
        {
            return true;
        }

        if (is64 && name.SequenceEqual("__end_rodata_hpage_align"u8))
        {
            return true;
        }

        if (rules < RelocationRules.Linux73
            && (name.SequenceEqual("__smp_locks"u8) || name.SequenceEqual("__smp_locks_end"u8)
                || name.SequenceEqual("__vvar_page"u8)
                || (is64 && (name.SequenceEqual("__per_cpu_load"u8) || name.StartsWith("init_per_cpu__"u8)))))
        {
            return true;
        }

        if (rules == RelocationRules.Linux61
            && (name.SequenceEqual("__parainstructions"u8) || name.SequenceEqual("__parainstructions_end"u8)))
        {
            return true;
        }

        const int LongestListed = 32;
        if (name.Length > LongestListed)
        {
            return false;
        }

        Span<char> characters = stackalloc char[LongestListed];
        for (int i = 0; i < name.Length; i++)
        {
            characters[i] = (char)name[i];
        }

        return s_relativeByName.Contains(characters[..name.Length]);
    }

    /// <summary>In real-mode code: an address that the boot code turns into a linear one.</summary>
    public static bool IsLinear(ReadOnlySpan<byte> name) => name.StartsWith("pa_"u8);

    /// <summary>In real-mode code: the segment that the boot code stores.</summary>
    public static bool IsSegment(ReadOnlySpan<byte> name) => name.SequenceEqual("real_mode_seg"u8);

    /// <summary>A symbol of the per-CPU section that is none of its edges (the rules before 7.3).</summary>
    public static bool IsPerCpuVariable(ReadOnlySpan<byte> name) =>
        !name.SequenceEqual("__init_begin"u8) && !name.SequenceEqual("__per_cpu_load"u8)
        && !name.StartsWith("init_per_cpu_"u8);

    private static bool IsBetween(ReadOnlySpan<byte> name, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end) =>
        name.Length > start.Length + end.Length && name.StartsWith(start) && name.EndsWith(end);
}
