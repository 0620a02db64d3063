// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Kbuild;

namespace Kelf.Cli.Commands.Kbuild;

/// <summary><c>kelf kbuild</c>: lets the build of a kernel tree use kelf.</summary>
internal static class KbuildCommand
{
    private static readonly Argument<string> s_tree = new("TREE") { Description = "The source tree of Linux: 6.1, 6.12 or 7.3" };

    private static readonly Option<string[]?> s_tools = new("--tools")
    {
        Description = "What kelf is used for, with commas: " + string.Join(", ", KbuildSwitch.ToolNames)
            + "; or all. Default: all but lto-symvers, and the kernel is the same byte for byte",
        HelpName = "LIST",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> s_program = new("--kelf")
    {
        Description = "The program that make is to start. Default: this one",
        HelpName = "FILE",
    };

    private static readonly Argument<string?> s_objects = new("OBJTREE")
    {
        Description = "An object tree of it (O=), or the tree itself: which tools the configured kernel has a use for",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> s_arch = new("--arch")
    {
        Description = "A machine as make has it, such as arm64: which tools its kernels have a use for",
        HelpName = "MACHINE",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the state as JSON" };

    /// <summary>The command with its subcommands.</summary>
    public static Command Create()
    {
        Command enable = new("enable", "Let the build of a kernel tree use kelf.") { s_tree, s_tools, s_program };
        enable.WithExamples(
        [
            "kelf kbuild enable linux-7.3",
            "kelf kbuild enable linux-7.3 --tools symvers,kallsyms",
            "kelf kbuild enable linux-7.3 --tools all",
        ]);
        enable.SetAction(parsed => KbuildRun.Enable(
            parsed.GetRequiredValue(s_tree), parsed.GetResult(s_tools) is null ? null : parsed.GetValue(s_tools), parsed.GetValue(s_program)));

        Command status = new("status", "Tell what of kelf a kernel tree uses, and what was changed for it.") { s_tree, s_objects, s_arch, s_json };
        status.WithExamples(
        [
            "kelf kbuild status linux-7.3",
            "kelf kbuild status linux-7.3 ../build",
            "kelf kbuild status --arch arm64 linux-7.3",
            "kelf kbuild status --json linux-7.3",
        ]);
        status.SetAction(parsed => KbuildRun.Status(
            parsed.GetRequiredValue(s_tree), parsed.GetValue(s_objects), parsed.GetValue(s_arch), parsed.GetValue(s_json)));

        Command disable = new("disable", "Give a kernel tree its own tools back, byte for byte.") { s_tree };
        disable.WithExamples(["kelf kbuild disable linux-7.3"]);
        disable.SetAction(parsed => KbuildRun.Disable(parsed.GetRequiredValue(s_tree)));

        Command command = new("kbuild", "Let the build of a kernel tree use kelf, and take it back.") { enable, status, disable };
        command.WithExamples(["kelf kbuild enable linux-7.3", "kelf kbuild status linux-7.3", "kelf kbuild disable linux-7.3"]);
        return command;
    }
}
