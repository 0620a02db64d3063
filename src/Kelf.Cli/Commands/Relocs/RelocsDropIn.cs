// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Relocs;

namespace Kelf.Cli.Commands.Relocs;

/// <summary>
/// The drop-in for the <c>relocs</c> of a kernel tree: for x86 the options of its usage line, for s390 none, for MIPS its
/// own. Whose rules apply is read from the image; <c>KELF_RELOCS=compat</c> in the environment is as <c>--compat</c>.
/// </summary>
internal static class RelocsDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "relocs";

    private const string Usage = "relocs [--abs-syms|--abs-relocs|--reloc-info|--text|--realmode] vmlinux\n";

    /// <summary>Runs the tool.</summary>
    /// <returns>The exit status of the original.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (Parse(arguments) is { } request)
        {
            return RelocsRun.Run(request);
        }

        StandardError.WriteText(Usage);
        return ExitStatus.Failed;
    }

    private static RelocsRequest? Parse(IReadOnlyList<string> arguments)
    {
        string? file = null;
        HashSet<string> options = [];
        foreach (string argument in arguments)
        {
            if (argument is "--abs-syms" or "--abs-relocs" or "--reloc-info" or "--text" or "--realmode" or "--bin" or "--keep")
            {
                options.Add(argument);
            }
            else if (argument.StartsWith('-') || file is not null)
            {
                return null;
            }
            else
            {
                file = argument;
            }
        }

        return file is null ? null : new RelocsRequest
        {
            Input = file,
            Result = options.Contains("--abs-syms") ? RelocsResult.AbsoluteSymbols
                : options.Contains("--abs-relocs") ? RelocsResult.AbsoluteRelocations
                : options.Contains("--reloc-info") ? RelocsResult.Relocations
                : RelocsResult.Table,
            AsText = options.Contains("--text"),
            AsBinary = options.Contains("--bin"),
            KeepRelocations = options.Contains("--keep"),
            Options = new RelocsOptions
            {
                RealMode = options.Contains("--realmode"),
                IsCompatible = RelocsOptionSet.IsCompatible,
            },
        };
    }
}
