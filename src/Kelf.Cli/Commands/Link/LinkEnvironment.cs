// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Commands.Kallsyms;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Link;
using Kelf.Kernel.Shared.Images;

namespace Kelf.Cli.Commands.Link;

/// <summary>What Kbuild gives <c>scripts/link-vmlinux.sh</c>: four arguments, and variables that it exports.</summary>
internal static class LinkEnvironment
{
    /// <summary>Reads it.</summary>
    /// <param name="arguments">LD, KBUILD_LDFLAGS, LDFLAGS_vmlinux and the image.</param>
    /// <exception cref="UnreadableFileException">The current directory is not that of a kernel build.</exception>
    public static LinkSettings Read(IReadOnlyList<string> arguments)
    {
        const string ConfigPath = "include/config/auto.conf";
        string architecture = Variable("SRCARCH");
        bool isProgram = architecture == "um";
        return new LinkSettings
        {
            Linker = Words(isProgram ? Variable("CC") : arguments[0]),
            Flags = Words(arguments[1]),
            ImageFlags = Words(isProgram ? Variable("CFLAGS_vmlinux") : arguments[2]),
            Output = arguments[3],
            Config = KernelConfig.Find(".") ?? throw new UnreadableFileException(
                ConfigPath, "No such file or directory; kelf link runs in the directory of a kernel build"),
            Layout = LayoutNames.OfEnvironment() is KallsymsLayout.Linux72 ? KallsymsLayout.Linux72 : KallsymsLayout.Linux73,
            LinkerScript = Path.Combine(Variable("objtree", "."), Variable("KBUILD_LDS", $"arch/{architecture}/kernel/vmlinux.lds")),
            Libraries = Words(Variable("KBUILD_VMLINUX_LIBS")),
            SourceTree = Variable("srctree", "."),
            Architecture = architecture,
            Make = Words(Variable("MAKE", "make")),
            Shell = Variable("CONFIG_SHELL", "sh"),
            Assembler =
            [
                .. Words(Variable("CC")), .. Words(Variable("NOSTDINC_FLAGS")), .. Words(Variable("LINUXINCLUDE")),
                .. Words(Variable("KBUILD_CPPFLAGS")), .. Words(Variable("KBUILD_AFLAGS")), .. Words(Variable("KBUILD_AFLAGS_KERNEL")),
            ],
            ResolveBtfIds = Words(Variable("RESOLVE_BTFIDS")),
            Lister = Variable("KELF_LOST_CALLS") == "zero" ? Words(Variable("NM", "nm")) : [],
            HasExtraPass = Variable("KALLSYMS_EXTRA_PASS").Length > 0,
            ChecksTracepoints = Variable("WARN_ON_UNUSED_TRACEPOINTS").Contains('1'),
        };
    }

    /// <summary>Splits a variable as a shell does that is not quoted.</summary>
    public static string[] Words(string text) => text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Variable(string name, string otherwise = "") =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;
}
