// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Commands.Images;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Images;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kheaders;

/// <summary><c>kelf kheaders extract</c>: the headers out of a kernel.</summary>
internal static class KheadersExtractCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kheaders extract -C headers /boot/vmlinuz",
        "kelf kheaders extract -o kheaders.tar.xz kheaders.ko.zst",
        "kelf kheaders extract --running -C /var/tmp/headers",
        "kelf kheaders extract --list vmlinux",
    ];

    private static readonly ImageSource s_source = new();

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write the archive there, as the kernel has it; - is standard output",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_directory = new("--directory", "-C")
    {
        Description = "Unpack it to this directory, which must not exist, or hold the same headers already",
        HelpName = "DIR",
    };

    private static readonly Option<bool> s_list = new("--list", "-l") { Description = "Say where it is instead" };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No summary" };

    private static readonly Option<bool> s_json = new("--json") { Description = "With --list: as JSON" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new(
            "extract",
            "Get the headers out of a kernel image, a module, or the running system. They are headers alone: building a module needs "
            + "Module.symvers, scripts and Makefiles too, which no kernel carries.")
        {
            s_output, s_directory, s_list, s_json, s_quiet,
        };
        s_source.AddTo(command);
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(Run);
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        Option[] wishes = [s_output, s_directory, s_list];
        int count = wishes.Count(wish => result.GetResult(wish) is { Implicit: false });
        if (count != 1)
        {
            result.AddError("give one of --output FILE, --directory DIR and --list");
        }
    }

    private static int Run(ParseResult parsed)
    {
        ImageLimits limits = s_source.Limits(parsed);
        ImageExtractor extractor = new(limits, WarningList.Current.Add);
        if (parsed.GetValue(s_list))
        {
            IReadOnlyList<ImageFinding> findings = s_source.Find(parsed, FindingKind.Headers, file => extractor.List(file, FindingKind.Headers));
            FindingList.Print(findings, parsed.GetValue(s_json));
            return ExitStatus.Done;
        }

        ImageFinding found = s_source.Find(parsed, FindingKind.Headers, file => Extract(parsed, extractor, file, limits));
        if (parsed.GetValue(s_directory) is not { } directory)
        {
            Result.Write(found.Raw.Span, parsed.GetValue(s_output) is "-" ? null : parsed.GetValue(s_output));
            return ExitStatus.Done;
        }

        (int count, bool wasThere) = new HeaderTreeWriter(found, limits).Write(directory);
        if (!parsed.GetValue(s_quiet))
        {
            WarningList.Current.Write();
            StandardError.WriteLine($"kelf: {directory}: {count} headers{(wasThere ? ", all there already" : "")}");
        }

        return ExitStatus.Done;
    }

    // Another kernel's headers may lie where the running one's are looked for.
    private static ImageFinding Extract(ParseResult parsed, ImageExtractor extractor, Region file, ImageLimits limits)
    {
        ImageFinding found = extractor.Extract(file, FindingKind.Headers);
        if (s_source.IsRunning(parsed) && RunningKernel.ReleaseOf(found, limits) is { } release && release != RunningKernel.Release)
        {
            throw new RefusedException(file.Source.File, $"these are headers of Linux {release}, not of the running {RunningKernel.Release}", HeadersKind.None);
        }

        return found;
    }
}
