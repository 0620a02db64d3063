// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Relocs;

/// <summary>
/// The symbols for which a linker's word that they are absolute is not the whole truth. All comparisons are of bytes:
/// the C locale.
/// </summary>
internal static class SymbolNames
{
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

        return IsListed(name);
    }

    private static bool IsListed(ReadOnlySpan<byte> name)
    {
        const int Longest = 32;
        if (name.Length > Longest)
        {
            return false;
        }

        Span<char> characters = stackalloc char[name.Length];
        for (int i = 0; i < name.Length; i++)
        {
            characters[i] = (char)name[i];
        }

        return characters
            is "__init_begin" or "__init_end" or "__x86_cpu_dev_start" or "__x86_cpu_dev_end"
            or "__alt_instructions" or "__alt_instructions_end" or "__iommu_table" or "__iommu_table_end"
            or "__apicdrivers" or "__apicdrivers_end" or "__tracedata_start" or "__tracedata_end"
            or "__start_notes" or "__stop_notes" or "__end_rodata" or "__end_rodata_aligned"
            or "__initramfs_start" or "jiffies" or "jiffies_64" or "_end"
            or "__start___ksymtab" or "__start___ksymtab_gpl" or "__start___kcrctab" or "__start___kcrctab_gpl"
            or "__start___param" or "__start___modver" or "__start___bug_table"
            or "__stop___ksymtab" or "__stop___ksymtab_gpl" or "__stop___kcrctab" or "__stop___kcrctab_gpl"
            or "__stop___param" or "__stop___modver" or "__stop___bug_table";
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
