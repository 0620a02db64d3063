// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>
/// Members that are kept for later use, or stand for what was there before. The names are those of the kernel's documentation of
/// gendwarfksyms, and of Red Hat, Android and SUSE.
/// </summary>
internal static class ReservedMember
{
    /// <summary>Is it one of them?</summary>
    public static bool Is(string name) =>
        name.Contains("kabi_reserved", StringComparison.OrdinalIgnoreCase) || name.StartsWith("rh_reserved", StringComparison.Ordinal)
        || name.StartsWith("suse_kabi_padding", StringComparison.Ordinal) || name.StartsWith("android_vendor_data", StringComparison.Ordinal)
        || name.StartsWith("android_oem_data", StringComparison.Ordinal) || name.StartsWith("android_backport_reserved", StringComparison.Ordinal)
        || name.StartsWith("__kabi_", StringComparison.Ordinal);

    /// <summary>Red Hat and Android hide the old member in a structure of a name that nothing else has.</summary>
    public static bool IsHiding(string name) =>
        name.Contains("rh_kabi_hid", StringComparison.Ordinal) || name.Contains("android_kabi_hide", StringComparison.Ordinal);
}
