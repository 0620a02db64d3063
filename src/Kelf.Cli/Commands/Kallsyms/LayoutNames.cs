// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary>Which release's tables: as the user says, or as there are signs of.</summary>
internal static class LayoutNames
{
    // Exported by the kernel's Makefile to all that it starts.
    private const string SourceTree = "srctree";

    private static readonly string[] s_names = ["6.1", "6.12", "7.2", "7.3"];

    /// <summary>The option <c>--kernel</c>.</summary>
    public static Option<string> CreateOption()
    {
        Option<string> option = new("--kernel")
        {
            Description = "As Linux 6.1, 6.12, 7.2 or 7.3 has it. Default: as the image's tables are, else the generator of the "
                + "kernel that make builds; else the release that the image, or KERNELVERSION in the environment, names; else 7.3",
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

    /// <summary>
    /// The layout of an image: what its tables show; else that of the release that it says it is, or that make exports; else
    /// the newest.
    /// </summary>
    /// <param name="image">The image.</param>
    public static KallsymsLayout Of(ElfFile image) =>
        ShownLayout.Of(image)
        ?? OfSource(Environment.GetEnvironmentVariable(SourceTree))
        ?? ((KernelRelease.Find(image) ?? OfMake()) is { } release ? KallsymsDefaults.LayoutOf(release) : KallsymsLayout.Linux73);

    /// <summary>
    /// The layout of the kernel that make is building: as the source of its generator shows, else as the version tells that the
    /// kernel's Makefile exports.
    /// </summary>
    public static KallsymsLayout? OfEnvironment() =>
        OfSource(Environment.GetEnvironmentVariable(SourceTree))
        ?? (OfMake() is { } release ? KallsymsDefaults.LayoutOf(release) : null);

    /// <summary>The layout of the kernel tree that a program in its directory <c>scripts</c> belongs to.</summary>
    /// <param name="program">How the program was called: <c>scripts/kallsyms</c>.</param>
    public static KallsymsLayout? OfTree(string program)
    {
        if (Path.GetDirectoryName(program) is not { Length: > 0 } directory)
        {
            return null;
        }

        // A configured tree has it, source or build directory.
        string tree = Path.Combine(directory, "..");
        return OfSource(tree) ?? (Read(Path.Combine(tree, "include", "config", "kernel.release")) is { } text
            && KernelRelease.Parse(text) is { } release ? KallsymsDefaults.LayoutOf(release) : null);
    }

    private static KernelRelease? OfMake() =>
        Environment.GetEnvironmentVariable("KERNELVERSION") is { } version ? KernelRelease.Parse(version) : null;

    // The options and labels of a generator are strings in its source.
    private static KallsymsLayout? OfSource(string? tree)
    {
        if (tree is null || Read(Path.Combine(tree, "scripts", "kallsyms.c")) is not { } source
            || !source.Contains("kallsyms_names", StringComparison.Ordinal))
        {
            return null;
        }

        return source.Contains("\"pc-relative\"", StringComparison.Ordinal)
            ? source.Contains(".size kallsyms_names", StringComparison.Ordinal) ? KallsymsLayout.Linux73 : KallsymsLayout.Linux72
            : source.Contains("kallsyms_addresses", StringComparison.Ordinal) ? KallsymsLayout.Linux61
            : KallsymsLayout.Linux612;
    }

    private static string? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using InputBytes text = InputBytes.Open(path);
            return text.Text;
        }
        catch (UnreadableFileException)
        {
            return null;
        }
    }
}
