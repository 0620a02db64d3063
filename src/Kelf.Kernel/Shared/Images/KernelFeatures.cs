// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>
/// All that kelf does differently for one release of Linux than for another: the only place that knows numbers of releases. What
/// an image or a tree shows comes first (tables that it has, the options and the source of the generator, the configuration),
/// since distributions and stable releases take single changes from later ones. Where releases are not those of two trees that were
/// compared, a comment names the commit of Linux that made the change.
/// </summary>
public static class KernelFeatures
{
    // b3d09d06e052 (6.15). Stable releases took it, too: 6.12.117 has it, 6.12.93 has not.
    private static readonly KernelFeature s_sortedOnArm64 = Between("tracer calls are sorted at build time (arm64)", (6, 1), (6, 15));

    // The configurations of Debian's 6.12 and 7.2.
    private static readonly KernelFeature s_sortedOnS390 = Between("tracer calls are sorted at build time (s390)", (6, 12), (7, 2));

    // 0ca1724b56af, in the tree of the machine since the end of 7.1; Debian's 7.2 is configured so.
    private static readonly KernelFeature s_sortedOnRiscV = Between("tracer calls are sorted at build time (riscv)", (7, 1), (7, 2));

    private static readonly KernelFeature s_sortedOnX86 = Between("tracer calls are sorted at build time (x86, arm)", (5, 16), (5, 17));

    /// <summary><c>scripts/kallsyms</c> writes addresses after names, and always as distances.</summary>
    public static KernelFeature AddressesLast { get; } = Between("kallsyms: addresses after names", (6, 3), (6, 4));

    /// <summary>It writes them as distances from their own place, without a base, and aligns all tables to 4 bytes.</summary>
    /// <remarks>a081b5789255 (7.0): kallsyms: Get rid of kallsyms relative base.</remarks>
    public static KernelFeature AddressesFromTheirPlace { get; } = Between("kallsyms: addresses relative to their place", (6, 19), (7, 0));

    /// <summary>It gives the symbols of four tables a size.</summary>
    public static KernelFeature SizesOfTables { get; } = Between("kallsyms: symbols with sizes", (7, 2), (7, 3));

    /// <summary>Kernels with LTO print the names of promoted functions whole; before, without <c>.llvm.</c> and what follows.</summary>
    public static KernelFeature WholePromotedNames { get; } = Between("kallsyms: promoted names are printed whole", (6, 1), (6, 12));

    /// <summary><c>relocs</c> takes fewer absolute symbols for relative ones.</summary>
    /// <remarks>f7af6977621a (6.8): x86/paravirt: Remove no longer needed paravirt patching code.</remarks>
    public static KernelFeature FewerRelativeNames { get; } = Between("relocs: fewer names that are relative", (6, 7), (6, 8));

    /// <summary>Per-CPU data of x86-64 is not linked at 0, and the table of relocations has no inverse list.</summary>
    public static KernelFeature NoInverseTable { get; } = Between("relocs: no inverse list", (6, 14), (6, 15));

    /// <summary><c>sorttable</c> leaves the relocations of the exception table that a linker kept.</summary>
    /// <remarks>6f2c2f93a190 (6.14): scripts/sorttable: Remove unneeded Elf_Rel. 6.12.117 has it, too, 6.12.93 has not.</remarks>
    public static KernelFeature KeptExceptionRelocations { get; } = Between("sorttable: keeps relocations of exceptions", (6, 11), (6, 12));

    /// <summary>
    /// <c>sorttable</c> zeroes tracer calls of dropped functions, and the kernel passes over these zeros; before, it moved them with
    /// KASLR and took them for addresses.
    /// </summary>
    /// <remarks>
    /// ef378c3b8233 and 4a3efc6baff9 (6.15). 6.12.117 has both; there, too, calls that stay are right, and what its own build did shows.
    /// </remarks>
    public static KernelFeature ZeroedTracerCalls { get; } = Between("ftrace: passes over zeroed tracer calls", (6, 14), (6, 15));

    /// <summary>Whether kernels for a machine may be configured with <c>BUILDTIME_MCOUNT_SORT</c>.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="release">The release; null when it is not known.</param>
    /// <returns>Null when it is not known.</returns>
    public static bool? SortsTracerCalls(ElfMachine machine, KernelRelease? release)
    {
        KernelFeature? feature = machine switch
        {
            ElfMachine.X8664 or ElfMachine.I386 or ElfMachine.Arm => s_sortedOnX86,
            ElfMachine.AArch64 => s_sortedOnArm64,
            ElfMachine.S390 => s_sortedOnS390,
            ElfMachine.RiscV => s_sortedOnRiscV,
            _ => null,
        };
        return feature is null ? false
            : release is { } known && feature.IsKnown(known) ? feature.IsIn(known)
            : null;
    }

    private static KernelFeature Between(string what, (int Major, int Minor) without, (int Major, int Minor) with) =>
        new(what, new KernelRelease(without.Major, without.Minor), new KernelRelease(with.Major, with.Minor));
}
