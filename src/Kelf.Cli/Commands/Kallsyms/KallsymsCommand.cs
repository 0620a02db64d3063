// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Commands.SymbolPaths;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary><c>kelf kallsyms</c>: the tables of a kernel's symbols.</summary>
internal static class KallsymsCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kallsyms .tmp_vmlinux1 -o .tmp_vmlinux1.kallsyms.o --syms .tmp_vmlinux1.syms",
        "kelf kallsyms --all-symbols --pc-relative .tmp_vmlinux1.syms > .tmp_vmlinux1.kallsyms.S",
        "kelf kallsyms --paths alias .tmp_vmlinux1 -o .tmp_vmlinux1.kallsyms.o",
        "kelf kallsyms --verify vmlinux",
        "kelf kallsyms --decode /boot/vmlinuz",
    ];

    private static readonly Argument<string> s_input = new("INPUT")
    {
        Description = "A linked image, or a map as nm -n and mksysmap print it",
    };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write there: an object if INPUT is an image, assembler text if it is a map; - is standard output",
        HelpName = "OUT",
    };

    private static readonly Option<bool> s_text = new("--text") { Description = "Write assembler text of an image, too" };

    private static readonly Option<string> s_like = new("--like")
    {
        Description = "Write an object for the machine, class and flags of this ELF file (vmlinux.o). Default: those of the image",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_syms = new("--syms")
    {
        Description = "Write the filtered listing, too: .tmp_vmlinux1.syms",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_previous = new("--previous")
    {
        Description = "The object of the link before: if its names are the same, only addresses are computed",
        HelpName = "OBJECT",
    };

    private static readonly Option<string> s_layout = LayoutNames.CreateOption();

    private static readonly Option<bool?> s_allSymbols = Wish(
        "--all-symbols",
        "Data, too, not text alone. This and the next four: =false sets one back; the default for a map is false, for an image "
        + "what include/config/auto.conf beside it says, or else what fits the image");

    private static readonly Option<bool?> s_absolutePercpu =
        Wish("--absolute-percpu", "Addresses of per-cpu data are offsets (6.1, 6.12)");

    private static readonly Option<bool?> s_baseRelative = Wish("--base-relative", "32-bit distances instead of words (6.1)");

    private static readonly Option<bool?> s_ltoClang =
        Wish("--lto-clang", "Order names without .llvm. and what follows (6.1)");

    private static readonly Option<bool?> s_pcRelative = Wish("--pc-relative", "Addresses are relative to their own place (7.3)");

    private static readonly Option<bool> s_verify = new("--verify")
    {
        Description = "Check the tables in a linked image: in themselves, and against its symbols",
    };

    private static readonly Option<bool> s_decode = new("--decode")
    {
        Description = "Print the tables in a linked image as /proc/kallsyms shows them; a stripped or boot image, too",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result of --verify as JSON" };

    private static readonly Option<bool> s_strict = new("--strict")
    {
        Description = "A name of 512 bytes or more is an error; otherwise it is left out with a warning",
    };

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    private static readonly PathModeChoice s_mode = new(
        "Tell symbols of one name apart by their source files: add names (alias), rename them (dup) or rename all (all); "
        + "none and side leave names as they are");

    private static readonly Option<string> s_side = new("--side")
    {
        Description = "With --paths side: write the paths there, for the image that this object is linked into",
        HelpName = "FILE",
    };

    private static readonly PathInputOptions s_inputs = new();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new(
            "kallsyms",
            "Make the tables of a kernel's symbols: from a linked image straight to the object for the next link.")
        {
            s_input, s_output, s_text, s_like, s_syms, s_previous, s_layout, s_allSymbols, s_absolutePercpu, s_baseRelative,
            s_ltoClang, s_pcRelative, s_strict, s_verify, s_decode, s_json, s_jobs,
        };
        s_mode.AddTo(command);
        command.Options.Add(s_side);
        s_inputs.AddTo(command, withJobs: false);
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(Run);
        return command;
    }

    private static Option<bool?> Wish(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "BOOL",
    };

    private static int Run(ParseResult parsed) => (parsed.GetValue(s_verify), parsed.GetValue(s_decode)) switch
    {
        _ when CommandWorkers.IsDryRun => ExitStatus.Done,
        (true, _) => KallsymsCheckRun.Verify(parsed.GetRequiredValue(s_input), s_inputs.BindLimit(parsed), parsed.GetValue(s_json)),
        (_, true) => KallsymsCheckRun.Decode(parsed.GetRequiredValue(s_input), s_inputs.BindLimit(parsed), OutputOf(parsed)),
        _ => KallsymsRun.Run(Bind(parsed)),
    };

    private static string? OutputOf(ParseResult parsed) => parsed.GetValue(s_output) is "-" ? null : parsed.GetValue(s_output);

    private static void Refuse(CommandResult result)
    {
        ExclusiveOptions.Refuse(result, s_text, s_like);
        ExclusiveOptions.Refuse(result, s_verify, s_decode);
        foreach (Option making in new Option[]
        {
            s_text, s_like, s_syms, s_previous, s_layout, s_allSymbols, s_absolutePercpu, s_baseRelative, s_ltoClang,
            s_pcRelative, s_strict, s_mode.Mode, s_side,
        })
        {
            ExclusiveOptions.Refuse(result, s_verify, making);
            ExclusiveOptions.Refuse(result, s_decode, making);
        }

        ExclusiveOptions.Refuse(result, s_verify, s_output);
        if (result.GetResult(s_json) is { Implicit: false } && result.GetResult(s_verify) is null or { Implicit: true })
        {
            result.AddError("option '--json' needs '--verify'");
        }

        bool isBeside = result.GetResult(s_mode.Mode) is { Tokens: [{ Value: "side" }] };
        if (isBeside != (result.GetResult(s_side) is { Implicit: false }))
        {
            result.AddError(isBeside ? "option '--paths side' needs '--side'" : "option '--side' needs '--paths side'");
        }

        JobsOption.Refuse(result, s_jobs);
    }

    private static KallsymsArguments Bind(ParseResult parsed) => new()
    {
        Input = parsed.GetRequiredValue(s_input),
        Output = OutputOf(parsed),
        AsText = parsed.GetValue(s_text),
        Like = parsed.GetValue(s_like),
        Listing = parsed.GetValue(s_syms),
        Previous = parsed.GetValue(s_previous),
        Layout = LayoutNames.Parse(parsed.GetValue(s_layout)),
        AllSymbols = parsed.GetValue(s_allSymbols),
        AbsolutePercpu = parsed.GetValue(s_absolutePercpu),
        BaseRelative = parsed.GetValue(s_baseRelative),
        LtoClang = parsed.GetValue(s_ltoClang),
        PcRelative = parsed.GetValue(s_pcRelative),
        Strict = parsed.GetValue(s_strict),
        Jobs = parsed.GetValue(s_jobs),
        Paths = s_mode.Bind(parsed),
        PathInputs = s_inputs.Bind(parsed),
        Side = parsed.GetValue(s_side),
    };
}
