// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Sorttable;

namespace Kelf.Cli.Commands.Sorttable;

/// <summary><c>kelf sorttable</c>: sorts the tables of a kernel image in place.</summary>
internal static class SorttableCommand
{
    private static readonly string[] s_examples =
    [
        "kelf sorttable vmlinux",
        "kelf sorttable --orc --json vmlinux > sorted.json",
    ];

    private static readonly Argument<string[]> s_files = new("FILE")
    {
        Description = "Linked kernel images; they are changed in place",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> s_orc = new("--orc")
    {
        Description = "Sort the ORC tables, and not the tracer calls. Default without --orc and --mcount: all that the kernel does not sort itself",
    };

    private static readonly Option<bool> s_mcount = new("--mcount")
    {
        Description = "Sort the addresses of tracer calls, and not the ORC tables; both options together sort both",
    };

    private static readonly Option<bool> s_keepDropped = new("--keep-dropped")
    {
        Description = "Do not zero the tracer calls of functions that the link dropped. Default: as the release in the image wants it",
    };

    private static readonly Option<bool> s_zeroDropped = new("--zero-dropped")
    {
        Description = "Zero them; for kernels of 6.15 and later",
    };

    private static readonly Option<string> s_listing = new("--nm-listing")
    {
        Description = "Output of nm -S. Only used to count entries that the original would zero by mistake",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print what was done as JSON" };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No summary" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("sorttable", "Sort the tables of a linked kernel image that the kernel searches.")
        {
            s_files,
            s_orc,
            s_mcount,
            s_keepDropped,
            s_zeroDropped,
            s_listing,
            s_json,
            s_quiet,
        };
        command.Validators.Add(result => ExclusiveOptions.Refuse(result, s_keepDropped, s_zeroDropped));
        command.WithExamples(s_examples);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        bool orc = parsed.GetValue(s_orc), mcount = parsed.GetValue(s_mcount);
        SorttableOptions options = new()
        {
            Orc = orc || mcount ? orc : null,
            Mcount = orc || mcount ? mcount : null,
            KeepsDropped = parsed.GetValue(s_keepDropped) ? true : parsed.GetValue(s_zeroDropped) ? false : null,
            FollowsKernel = true,
            Original = parsed.GetValue(s_listing) is { } path ? NmListing.Read(path) : null,
        };
        (IReadOnlyList<(string File, SorttableResult Result)> sorted, IReadOnlyList<Exception> failures) =
            SorttableFiles.Run(parsed.GetRequiredValue(s_files), options);
        foreach ((string file, SorttableResult result) in parsed.GetValue(s_quiet) ? [] : sorted)
        {
            StandardError.WriteLine($"kelf: {SorttableSummary.Of(file, result)}");
        }

        if (parsed.GetValue(s_json))
        {
            SorttableJson.Write(sorted);
        }

        return failures.Count == 0 ? ExitStatus.Done : throw new AggregateException(failures);
    }
}
