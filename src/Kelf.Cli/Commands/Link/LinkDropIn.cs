// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Commands.SymbolPaths;
using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Link;

/// <summary>The drop-in for <c>scripts/link-vmlinux.sh</c> of 7.3: its arguments, and <c>clean</c>.</summary>
internal static class LinkDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "link-vmlinux.sh";

    private static readonly DecompressionLimit s_limit = MaxDecompressedOption.UsualOf("kelf link");

    private static readonly string[] s_made = [".tmp_vmlinux.nm-sort", "System.map", "vmlinux", "vmlinux.map"];

    /// <summary>
    /// Runs the tool. In the environment, <c>KELF_SINGLE_PASS=1</c> links once, <c>KELF_PATHS</c> is as <c>--paths</c>, and
    /// <c>KELF_EARLY_RELOCS=1</c> as <c>--early-relocs</c>.
    /// </summary>
    /// <returns>The exit status.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        Voice voice = Voice.Of(Name);
        if (arguments is ["clean", ..])
        {
            foreach (string path in (string[])[.. s_made, .. Directory.GetFiles(".", ".btf.*")])
            {
                File.Delete(path);
            }

            return ExitStatus.Done;
        }

        if (arguments.Count != 4)
        {
            voice.Error("usage: link-vmlinux.sh LD KBUILD_LDFLAGS LDFLAGS_vmlinux IMAGE (older kernels than 7.3 give three arguments: "
                + "use their own script)");
            return ExitStatus.WrongUsage;
        }

        PathModeOptions? paths = null;
        if (Environment.GetEnvironmentVariable("KELF_PATHS") is { Length: > 0 } name)
        {
            if (PathModeChoice.Parse(name) is not { } mode)
            {
                voice.Error($"KELF_PATHS is none, side, alias, dup or all, not '{name}'");
                return ExitStatus.WrongUsage;
            }

            paths = new PathModeOptions { Mode = mode };
        }

        LinkOptions options = new(s_limit)
        {
            IsSinglePass = IsSet("KELF_SINGLE_PASS"),
            HasEarlyRelocs = IsSet("KELF_EARLY_RELOCS"),
            Paths = paths,
        };
        return LinkRun.Run(arguments, options, voice);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) == "1";
}
