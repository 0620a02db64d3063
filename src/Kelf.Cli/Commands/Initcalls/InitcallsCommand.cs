// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.Initcalls;

/// <summary><c>kelf initcalls</c>: the order of initcalls under Clang LTO.</summary>
internal static class InitcallsCommand
{
    private static readonly string[] s_examples =
    [
        "kelf initcalls -o .tmp_initcalls.lds vmlinux.a",
        "kelf initcalls --list vmlinux.a",
        "kelf initcalls --verify vmlinux vmlinux.a",
    ];

    private static readonly Argument<string[]> s_files = new("FILE")
    {
        Description = "Objects (ELF or LLVM bitcode) and archives, in link order",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write the linker script there; - is standard output, the default",
        HelpName = "OUT",
    };

    private static readonly Option<bool> s_list = new("--list", "-l")
    {
        Description = "Print a table of the initcalls in the order in which a kernel calls them",
    };

    private static readonly Option<string> s_image = new("--verify")
    {
        Description = "Check that a linked kernel (vmlinux with symbols, or vmlinux.o) has its initcalls in this order",
        HelpName = "IMAGE",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the table, or the check, as JSON" };

    private static readonly Option<string> s_directory = new("--objtree")
    {
        Description = "Look for relative FILEs in this directory",
        HelpName = "DIR",
    };

    private static readonly Option<bool> s_allowEmpty = new("--allow-empty")
    {
        Description = "Succeed when there are no initcalls",
    };

    private static readonly Option<bool> s_reportUnsuffixed = new("--report-unsuffixed")
    {
        Description = "Name objects with initcalls that cannot be ordered, which come last in their levels (Rust, assembly)",
    };

    private static readonly Option<bool> s_verbose = new("--verbose", "-v")
    {
        Description = "Name bitcode that was read without its symbol table",
    };

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("initcalls", "Make the linker script that keeps initcalls in order under Clang LTO.")
        {
            s_files, s_output, s_list, s_image, s_json, s_directory, s_allowEmpty, s_reportUnsuffixed, s_verbose, s_maxDecompressed,
            s_jobs,
        };
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => InitcallsRun.Run(Bind(parsed)));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        ExclusiveOptions.Refuse(result, s_list, s_image);
        ExclusiveOptions.Refuse(result, s_list, s_output);
        ExclusiveOptions.Refuse(result, s_image, s_output);
        if (result.GetResult(s_json) is { Implicit: false }
            && result.GetResult(s_list) is null or { Implicit: true } && result.GetResult(s_image) is null or { Implicit: true })
        {
            result.AddError("option '--json' needs '--list' or '--verify'");
        }

        JobsOption.Refuse(result, s_jobs);
        MaxDecompressedOption.Refuse(result, s_maxDecompressed);
    }

    private static InitcallsArguments Bind(ParseResult parsed) => new()
    {
        Files = parsed.GetRequiredValue(s_files),
        Jobs = parsed.GetValue(s_jobs),
        Directory = parsed.GetValue(s_directory),
        Output = parsed.GetValue(s_output) is "-" ? null : parsed.GetValue(s_output),
        Image = parsed.GetValue(s_image),
        List = parsed.GetValue(s_list),
        Json = parsed.GetValue(s_json),
        AllowEmpty = parsed.GetValue(s_allowEmpty),
        ReportUnsuffixed = parsed.GetValue(s_reportUnsuffixed),
        Decompression = MaxDecompressedOption.Bind(parsed, s_maxDecompressed),
        Verbose = parsed.GetValue(s_verbose),
    };
}
