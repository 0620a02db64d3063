// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Kernel.Split;

namespace Kelf.Cli.Commands.Split;

/// <summary>The layouts as they are named on the command line and in JSON, in the order of <see cref="ImageLayout"/>.</summary>
internal static class SplitLayoutNames
{
    /// <summary>All of them, the default first.</summary>
    public static string[] All { get; } = ["reuse", "compact", "objcopy", "llvm-objcopy"];

    /// <summary>Makes the option that names one.</summary>
    public static Option<string> NewOption()
    {
        Option<string> option = new("--layout")
        {
            Description = "reuse: leave what stays where it is (default); compact: pack it; objcopy, llvm-objcopy: every byte as a "
                + "kernel's build with GNU objcopy or llvm-objcopy has it",
            HelpName = "LAYOUT",
        };
        option.AcceptOnlyFromAmong(All);
        return option;
    }

    /// <summary>The name of a layout.</summary>
    public static string Of(ImageLayout layout) => All[(int)layout];

    /// <summary>The layout of one of <see cref="All"/>; the default without a name.</summary>
    public static ImageLayout Parse(string? name) => (ImageLayout)Math.Max(Array.IndexOf(All, name), 0);
}
