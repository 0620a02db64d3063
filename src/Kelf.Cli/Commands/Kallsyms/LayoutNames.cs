// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary>Which release's tables: as the user says, or as there are signs of.</summary>
internal static class LayoutNames
{
    private static readonly string[] s_names = ["6.1", "6.12", "7.3"];

    /// <summary>The option <c>--kernel</c>.</summary>
    public static Option<string> CreateOption()
    {
        Option<string> option = new("--kernel")
        {
            Description = "As Linux 6.1, 6.12 or 7.3 has it. Default: the release that the image names, "
                + "else KERNELVERSION in the environment, else 7.3",
            HelpName = "VERSION",
        };
        option.AcceptOnlyFromAmong(s_names);
        return option;
    }

    /// <summary>The layout of that name, or null.</summary>
    public static KallsymsLayout? Parse(string? name) =>
        Array.IndexOf(s_names, name) is >= 0 and var index ? (KallsymsLayout)index : null;

    /// <summary>The name of a layout.</summary>
    public static string Of(KallsymsLayout layout) => s_names[(int)layout];

    /// <summary>The layout of an image, if it says so.</summary>
    public static KallsymsLayout? Of(ElfFile image) =>
        KernelRelease.Find(image) is { } release ? KallsymsDefaults.LayoutOf(release) : null;

    /// <summary>The layout of the kernel that make is building: the kernel's Makefile exports its version.</summary>
    public static KallsymsLayout? OfEnvironment() =>
        Environment.GetEnvironmentVariable("KERNELVERSION") is { } version && KernelRelease.Parse(version) is { } release
            ? KallsymsDefaults.LayoutOf(release)
            : null;

    /// <summary>The layout of the kernel tree that a program in its folder <c>scripts</c> belongs to.</summary>
    /// <param name="program">How the program was called: <c>scripts/kallsyms</c>.</param>
    public static KallsymsLayout? OfTree(string program)
    {
        if (Path.GetDirectoryName(program) is not { Length: > 0 } folder)
        {
            return null;
        }

        // A configured tree has it, source or build folder.
        string path = Path.Combine(folder, "..", "include", "config", "kernel.release");
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using InputBytes text = InputBytes.Open(path);
            return KernelRelease.Parse(text.Text) is { } release ? KallsymsDefaults.LayoutOf(release) : null;
        }
        catch (UnreadableFileException)
        {
            return null;
        }
    }
}
