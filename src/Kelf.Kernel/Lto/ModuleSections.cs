// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;

namespace Kelf.Kernel.Lto;

/// <summary>
/// The sections that the linker script of modules joins or drops (kernel <c>scripts/module.lds.S</c>). LTO compiles each
/// function and variable into a section of its own; one that is left over was linked without that script, and costs the
/// module loader an allocation and users of <c>/sys/module/NAME/sections</c> a file.
/// </summary>
internal static class ModuleSections
{
    // arm64's part of the script makes it, with room for the tracer's code.
    private const string Trampoline = ".text.ftrace_trampoline";

    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private static readonly string[] s_joined = [".text", ".bss", ".data", ".rodata"];
    private static readonly string[] s_tables = ["___ksymtab", "___kcrctab", "___kflagstab"];
    private static readonly string[] s_dropped = [".discard", ".export_symbol", ".no_trim_symbol"];

    /// <summary>What the script would have done with a section.</summary>
    /// <returns>The section that it belongs in, "" when it belongs nowhere, or null when it stays as it is.</returns>
    public static string? HomeOf(string section)
    {
        if (section == Trampoline)
        {
            return null;
        }

        foreach (string home in s_joined)
        {
            if (section.Length > home.Length + 1 && section.StartsWith(home, StringComparison.Ordinal) && section[home.Length] == '.'
                && (s_nameCharacters.Contains(section[home.Length + 1]) || IsOfCompiler(home, section)))
            {
                return home;
            }
        }

        if (Array.Find(s_tables, table => section.StartsWith(table + "+", StringComparison.Ordinal)) is { } found)
        {
            return found[1..];
        }

        return section == ".kcfi_traps" ? "__kcfi_traps"
            : s_dropped.Contains(section) || section.StartsWith(".discard.", StringComparison.Ordinal) ? ""
            : null;
    }

    // .data..L__unnamed_1 and the like: variables that the program did not name.
    private static bool IsOfCompiler(string home, string section) =>
        home != ".text" && section.AsSpan(home.Length).StartsWith("..L", StringComparison.Ordinal);
}
