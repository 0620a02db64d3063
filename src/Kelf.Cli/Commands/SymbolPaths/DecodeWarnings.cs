// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Script;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>What <c>kelf decode</c> says of a log at its end.</summary>
internal static class DecodeWarnings
{
    /// <summary>Warns of what was odd.</summary>
    public static void OfLog(string image, LogDecoder lines, SortedSet<string> missing)
    {
        if (lines.OtherSizes * 2 > lines.Known)
        {
            Add(
                WarningKind.OtherSizes,
                $"{lines.OtherSizes} of {lines.Known} functions have another size in {image}: is it the kernel that wrote the log?");
        }

        if (lines.ImplausibleOffset is { } offset)
        {
            Add(WarningKind.ImplausibleOffset, $"the log says that the kernel was moved by 0x{offset:x}, which this machine's cannot be: not used");
        }

        OfModules(missing);
    }

    /// <summary>Warns of what the script would do, and this does not.</summary>
    public static void OfScript(ScriptDecoder script, SortedSet<string> missing)
    {
        OfModules(missing);
        if (script.HasCode)
        {
            Add(WarningKind.LeftOut, "lines with `Code:` are printed as they are: the script has decodecode disassemble them");
        }
    }

    private static void OfModules(SortedSet<string> missing)
    {
        if (missing.Count > 0)
        {
            Add(
                WarningKind.MissingModules,
                $"functions of {string.Join(", ", missing)} are left as they are: give the modules with --modules");
        }
    }

    private static void Add(string kind, string text) => WarningList.Current.Add(Diagnostic.Warning(kind, text));
}
