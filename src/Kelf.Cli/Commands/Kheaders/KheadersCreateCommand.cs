// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Kheaders.Settings;

namespace Kelf.Cli.Commands.Kheaders;

/// <summary><c>kelf kheaders create</c>: the archive of headers that a kernel carries.</summary>
internal static class KheadersCreateCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kheaders create --srctree ../linux --timestamp 2026-01-01Z",
        "kelf kheaders create --compress same -o kernel/kheaders_data.tar.xz",
        "kelf kheaders create --lists kernel/kheaders-srclist kernel/kheaders-objlist --srctree ..",
        "kelf kheaders create --verify",
    ];

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "The archive. Default: kernel/kheaders_data.tar.xz in the object tree",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_sourceTree = new("--srctree")
    {
        Description = "The source tree. Default: $srctree, else the directory `source` of the object tree, else the object tree",
        HelpName = "DIR",
    };

    private static readonly Option<string> s_objectTree = new("--objtree")
    {
        Description = "The object tree (O=). Default: the working directory",
        HelpName = "DIR",
    };

    private static readonly Option<string> s_sourceArch = new("--srcarch")
    {
        Description = "The directory of the architecture below arch. Default: $SRCARCH, else the one with generated headers",
        HelpName = "SRCARCH",
    };

    private static readonly Option<string[]> s_lists = new("--lists")
    {
        Description = "Take these list files instead of looking into the trees",
        HelpName = "SRCLIST OBJLIST",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> s_timestamp = new("--timestamp", "-t")
    {
        Description = "Time of all members: @SECONDS, a date, or the path of a file. Default: $KBUILD_BUILD_TIMESTAMP, "
            + "else $SOURCE_DATE_EPOCH, else 1970",
        HelpName = "TIME",
    };

    private static readonly Option<bool> s_utc = new("--utc") { Description = "A time without a zone is one of UTC, whatever TZ says" };

    private static readonly Option<string> s_fallback = new("--mtime-fallback")
    {
        Description = "What an empty time means: epoch (default), or now, as with the original",
        HelpName = "WHAT",
    };

    private static readonly Option<string> s_strip = new("--strip")
    {
        Description = "Comments that go: compat, those of the original (default); safe, none inside of strings and // comments; "
            + "safe-space, with a blank for each; none",
        HelpName = "MODE",
    };

    private static readonly Option<string> s_links = new("--dereference")
    {
        Description = "Symbolic links that become files: escaping, those to what is not in the archive, which else is an error; "
            + "all; never, and no error either",
        HelpName = "WHICH",
    };

    private static readonly Option<string> s_compress = new("--compress")
    {
        Description = "fast: all processors, about 19 % larger than xz makes it (default); dense: all processors, 6 % larger; "
            + "same: the bytes of xz without options, one processor; small: as xz -9e; none: a tar; or a command, such as "
            + "'xz -T0' or pixz",
        HelpName = "HOW",
    };

    private static readonly Option<bool> s_allowEmpty = new("--allow-empty") { Description = "Succeed without headers" };

    private static readonly Option<bool> s_force = new("--force", "-f") { Description = "Write the archive even if nothing changed" };

    private static readonly Option<bool> s_verify = new("--verify")
    {
        Description = "Read all headers and say whether the archive holds them; write nothing",
    };

    private static readonly Option<bool> s_check = new("--strip-differences")
    {
        Description = "Print the headers that --strip compat and --strip safe leave different; write nothing",
    };

    private static readonly Option<bool> s_list = new("--list", "-l")
    {
        Description = "Print the headers that go into the archive, those of the source tree first; write nothing",
    };

    private static readonly Option<bool> s_null = new("--null", "-0") { Description = "With --list: end each with NUL instead of a line" };

    private static readonly Option<string> s_dependencies = new("--depfile")
    {
        Description = "Write make's dependencies there",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_dependsOnConfiguration = new("--dep-config")
    {
        Description = "Make the configuration (autoconf.h) a dependency: without it, as in the original, make does not notice "
            + "that only the configuration changed",
    };

    private static readonly Option<bool> s_escape = new("--dep-escape")
    {
        Description = "Escape blanks, # and $ in dependencies",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the summary as JSON on standard output" };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No summary" };

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("create", "Make the archive of headers that CONFIG_IKHEADERS puts into a kernel.")
        {
            s_output, s_sourceTree, s_objectTree, s_sourceArch, s_lists, s_timestamp, s_utc, s_fallback, s_strip, s_links,
            s_compress, s_allowEmpty, s_force, s_verify, s_check, s_list, s_null, s_dependencies, s_dependsOnConfiguration, s_escape, s_json, s_quiet,
            s_jobs,
        };
        s_fallback.AcceptOnlyFromAmong("epoch", "now");
        s_strip.AcceptOnlyFromAmong("compat", "safe", "safe-space", "none");
        s_links.AcceptOnlyFromAmong("escaping", "all", "never");
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => KheadersCreateRun.Run(Bind(parsed)));
        return command;
    }

    /// <summary>What a command line asks for.</summary>
    public static KheadersCreateArguments Bind(ParseResult parsed)
    {
        string objectTree = parsed.GetValue(s_objectTree) ?? ".";
        return new KheadersCreateArguments
        {
            ObjectTree = objectTree,
            Output = parsed.GetValue(s_output) ?? Path.Combine(objectTree is "." ? "" : objectTree, "kernel/kheaders_data.tar.xz"),
            SourceTree = parsed.GetValue(s_sourceTree) ?? Variable("srctree") ?? SourceOf(objectTree),
            SourceArch = parsed.GetValue(s_sourceArch) ?? Variable("SRCARCH"),
            Lists = parsed.GetValue(s_lists) ?? [],
            Timestamp = parsed.GetValue(s_timestamp) ?? Variable("KBUILD_BUILD_TIMESTAMP") ?? string.Empty,
            IsUtc = parsed.GetValue(s_utc),
            NowWithoutTimestamp = parsed.GetValue(s_fallback) == "now",
            Strip = parsed.GetValue(s_strip) switch
            {
                "safe" => StripMode.Safe,
                "safe-space" => StripMode.SafeWithBlank,
                "none" => StripMode.None,
                _ => StripMode.Original,
            },
            Links = parsed.GetValue(s_links) switch
            {
                "escaping" => LinkMode.FollowEscaping,
                "all" => LinkMode.FollowAll,
                "never" => LinkMode.Keep,
                _ => LinkMode.Check,
            },
            Compression = parsed.GetValue(s_compress) switch
            {
                null or "fast" => XzChoice.Fast,
                "dense" => XzChoice.Dense,
                "same" => XzChoice.Same,
                "small" => XzChoice.Small,
                "none" => XzChoice.None,
                string command => XzChoice.OfCommand(command) ?? XzChoice.Fast,
            },
            AllowEmpty = parsed.GetValue(s_allowEmpty),
            Force = parsed.GetValue(s_force),
            Verify = parsed.GetValue(s_verify),
            Check = parsed.GetValue(s_check),
            ListEnd = !parsed.GetValue(s_list) ? null : parsed.GetValue(s_null) ? "\0" : "\n",
            DependencyFile = parsed.GetValue(s_dependencies),
            DependsOnConfiguration = parsed.GetValue(s_dependsOnConfiguration),
            EscapesDependencies = parsed.GetValue(s_escape),
            Jobs = parsed.GetValue(s_jobs),
            Json = parsed.GetValue(s_json),
            IsQuiet = parsed.GetValue(s_quiet),
        };
    }

    /// <summary>What the environment says; null if it says nothing.</summary>
    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static void Refuse(CommandResult result)
    {
        Option[] readers = [s_verify, s_check, s_list];
        foreach (Option reader in readers)
        {
            foreach (Option other in new Option[] { s_force, s_dependencies, s_json }.Concat(readers.TakeWhile(before => before != reader)))
            {
                ExclusiveOptions.Refuse(result, reader, other);
            }
        }

        JobsOption.Refuse(result, s_jobs);
    }

    // The kernel's Makefile leaves this link in an object tree of its own.
    private static string SourceOf(string objectTree) =>
        Directory.Exists(Path.Combine(objectTree, "source")) ? Path.Combine(objectTree, "source") : objectTree;
}
