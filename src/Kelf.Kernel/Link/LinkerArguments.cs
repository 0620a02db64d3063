// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Link;

/// <summary>The command line of a link of a kernel, as <c>vmlinux_link</c> of <c>scripts/link-vmlinux.sh</c> (7.3) makes it.</summary>
internal static class LinkerArguments
{
    /// <summary>All of the kernel in one object.</summary>
    public const string Object = "vmlinux.o";

    private const string Archive = "vmlinux.a";

    /// <summary>What is linked with it: the table of exports, and what has the time of the build.</summary>
    public static IReadOnlyList<string> Additions { get; } = [".vmlinux.export.o", "init/version-timestamp.o"];

    /// <summary>The objects and archives that are linked with the settings, in their order.</summary>
    /// <param name="settings">What is linked.</param>
    /// <param name="additions">Objects that were made for this link.</param>
    public static IReadOnlyList<string> Inputs(LinkSettings settings, IEnumerable<string> additions)
    {
        IEnumerable<string> dtbs = settings.Config.Has("GENERIC_BUILTIN_DTB") ? [".builtin-dtbs.o"] : [];
        IEnumerable<string> last = settings.Config.Has("ARCH_WANTS_PRE_LINK_VMLINUX") ? [MachineObject(settings)] : [];
        return settings.LinksObject
            ? [Object, .. dtbs, .. Additions, .. additions, .. last]
            : [Archive, .. dtbs, .. Additions, .. settings.Libraries, .. additions, .. last];
    }

    /// <summary>The archives that one object is made of.</summary>
    public static IReadOnlyList<string> InputsOfObject(LinkSettings settings) => [Archive, .. settings.Libraries];

    /// <summary>Makes the command line of the link of one object, as <c>scripts/Makefile.vmlinux_o</c> (7.3) does.</summary>
    /// <param name="settings">What is linked.</param>
    /// <param name="flags">Options of this link.</param>
    public static IReadOnlyList<string> ForObject(LinkSettings settings, IEnumerable<string> flags) =>
    [
        .. settings.Linker, .. settings.Flags, "-r", "-o", settings.Output, .. flags,
        "--whole-archive", Archive, "--no-whole-archive", "--start-group", .. settings.Libraries, "--end-group",
    ];

    /// <summary>Makes a command line.</summary>
    /// <param name="settings">What is linked.</param>
    /// <param name="output">The image.</param>
    /// <param name="stripsDebug">Leave debugging information out.</param>
    /// <param name="additions">Objects that were made for this link, after all others.</param>
    public static IReadOnlyList<string> For(LinkSettings settings, string output, bool stripsDebug, IEnumerable<string> additions)
    {
        // User-mode Linux is a program, and linked by the compiler.
        bool isProgram = settings.Architecture == "um";
        string prefix = isProgram ? "-Wl," : "";
        bool dropsRelocations = settings.HasEarlyRelocations && output == settings.Output;
        List<string> command = [.. settings.Linker, .. isProgram ? [] : settings.Flags];
        command.AddRange(settings.ImageFlags.Where(flag => !dropsRelocations || flag is not ("--emit-relocs" or "-q")));
        command.Add($"{prefix}--script={settings.LinkerScript}");
        if (stripsDebug)
        {
            command.Add($"{prefix}--strip-debug");
        }
        else if (output == settings.Output && settings.Config.Has("VMLINUX_MAP"))
        {
            command.Add($"{prefix}-Map=vmlinux.map");
        }

        command.AddRange(["-o", output, $"{prefix}--whole-archive", settings.LinksObject ? Object : Archive]);
        if (settings.Config.Has("GENERIC_BUILTIN_DTB"))
        {
            command.Add(".builtin-dtbs.o");
        }

        command.AddRange([.. Additions, $"{prefix}--no-whole-archive", $"{prefix}--start-group"]);
        command.AddRange(settings.LinksObject ? [] : settings.Libraries);
        command.Add($"{prefix}--end-group");
        command.AddRange(additions);
        if (settings.Config.Has("ARCH_WANTS_PRE_LINK_VMLINUX"))
        {
            command.Add(MachineObject(settings));
        }

        command.AddRange(isProgram ? ["-lutil", "-lrt", "-lpthread"] : []);
        return command;
    }

    private static string MachineObject(LinkSettings settings) => $"arch/{settings.Architecture}/tools/vmlinux.arch.o";
}
