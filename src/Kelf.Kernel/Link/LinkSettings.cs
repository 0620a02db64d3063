// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Split;
using Kelf.Kernel.SymbolPaths.Modes;

namespace Kelf.Kernel.Link;

/// <summary>
/// What the last links of a kernel are made of: the arguments of <c>scripts/link-vmlinux.sh</c> (7.3) and what Kbuild exports
/// to it. Paths are relative to the build directory, which is the current one.
/// </summary>
public sealed record LinkSettings
{
    /// <summary>The linker, and options in front of all others.</summary>
    public required IReadOnlyList<string> Linker { get; init; }

    /// <summary>Options of all links of the kernel: <c>KBUILD_LDFLAGS</c>.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Options of this link: <c>LDFLAGS_vmlinux</c>.</summary>
    public required IReadOnlyList<string> ImageFlags { get; init; }

    /// <summary>The image.</summary>
    public required string Output { get; init; }

    /// <summary>The configuration.</summary>
    public required KernelConfig Config { get; init; }

    /// <summary>Whose tables of symbols: those of 7.2, or of 7.3, whose links are the same.</summary>
    public KallsymsLayout Layout { get; init; } = KallsymsLayout.Linux73;

    /// <summary>The linker script: <c>KBUILD_LDS</c>.</summary>
    public required string LinkerScript { get; init; }

    /// <summary>Archives that members are taken from as needed: <c>KBUILD_VMLINUX_LIBS</c>.</summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary>The directory of the sources.</summary>
    public string SourceTree { get; init; } = ".";

    /// <summary>The architecture: <c>SRCARCH</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>make, and the shell for the scripts of the kernel.</summary>
    public IReadOnlyList<string> Make { get; init; } = ["make"];

    /// <summary>The shell for the scripts of the kernel.</summary>
    public string Shell { get; init; } = "sh";

    /// <summary>The compiler as the kernel's assembler, with all options: <c>CC</c>, <c>KBUILD_AFLAGS</c> and so on.</summary>
    public IReadOnlyList<string> Assembler { get; init; } = [];

    /// <summary>The program that fills in BTF numbers: <c>RESOLVE_BTFIDS</c>.</summary>
    public IReadOnlyList<string> ResolveBtfIds { get; init; } = [];

    /// <summary>Link once more, though nothing asks for it: <c>KALLSYMS_EXTRA_PASS</c>.</summary>
    public bool HasExtraPass { get; init; }

    /// <summary>Look for tracepoints that nobody uses: <c>UT=1</c>.</summary>
    public bool ChecksTracepoints { get; init; }

    /// <summary>Link once, with room for the tables of symbols, and write them in place.</summary>
    public bool IsSinglePass { get; init; }

    /// <summary>Keep relocations in the link before the last, which stays as <see cref="KernelLink.EarlyImage"/>, and not in the last.</summary>
    public bool HasEarlyRelocations { get; init; }

    /// <summary>
    /// Where the image with debugging sections goes, without what <c>kelf split</c> takes out: the linker then does not see debugging
    /// sections, and <see cref="Output"/> has none. Null when the linker links them.
    /// </summary>
    public string? DebugApart { get; init; }

    /// <summary>Where in that image what stays goes.</summary>
    public ImageLayout SplitLayout { get; init; }

    /// <summary>
    /// The program <c>nm</c>, to zero the tracer calls of functions that the kernel's own sorttable loses in its listing; empty to
    /// keep them.
    /// </summary>
    public IReadOnlyList<string> Lister { get; init; } = [];

    /// <summary>Puts paths into the names of symbols; null for plain names.</summary>
    public PathTables? Paths { get; init; }

    /// <summary>Whether the assembler names its source in the debugging information of an object without code.</summary>
    public bool NamesSources => Config.Has("AS_IS_LLVM") && Config.Has("DEBUG_INFO") && Assembler.Count > 0;

    /// <summary>Whether LTO or objtool have made one object of all, which is linked in place of the archive.</summary>
    public bool LinksObject => Config.Has("LTO_CLANG") || Config.Has("X86_KERNEL_IBT") || Config.Has("KLP_BUILD");
}
