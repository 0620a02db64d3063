// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;

namespace Kelf.Cli.Commands.Modpost;

/// <summary><c>kelf modpost</c>: exports, imports and generated sources of a kernel's modules.</summary>
internal static class ModpostCommand
{
    private static readonly string[] s_examples =
    [
        "kelf modpost -M --versions -b -o Module.symvers --object-list modules.order vmlinux.o",
        "kelf modpost -M --versions -b -o Module.symvers --object-list modules.order -i ../linux/Module.symvers -e",
    ];

    private static readonly Argument<string[]> s_objects = new("OBJECT")
    {
        Description = "Objects, as a rule vmlinux.o alone",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> s_release = new("--kernel")
    {
        Description = "Release whose rules hold: 6.1, 6.12 or 7.3, or a version between; default: that of the tree, else the newest",
        HelpName = "VERSION",
    };

    private static readonly Option<bool> s_readExports = new("--read-exports", "-M") { Description = "Read what objects export" };

    private static readonly Option<bool> s_versions = new("--versions") { Description = "Read the versions of exports, and write them" };

    private static readonly Option<bool> s_linked = new("--linked-versions")
    {
        Description = "Read versions from the command file of a module's own object, too (Clang LTO with kelf's lto-symvers)",
    };

    private static readonly Option<bool> s_compute = new("--compute-versions")
    {
        Description = "Compute versions of the objects' debugging information; those that are read replace them",
    };

    private static readonly Option<bool> s_stable = new("--stable", "-s")
    {
        Description = "Apply the kABI rules and naming conventions of the objects to versions that are computed",
    };

    private static readonly Option<bool> s_stripLto = new("--strip-lto-suffix")
    {
        Description = "Names of objects may end in .lto.o or .prelink.o (trees of 2021 and 2022)",
    };

    private static readonly Option<bool> s_basic = new("--basic-versions", "-b") { Description = "Write versions of imports (__versions)" };

    private static readonly Option<bool> s_extended = new("--extended-versions", "-x")
    {
        Description = "Write versions of imports with names of any length (__version_ext_crcs)",
    };

    private static readonly Option<bool> s_allSources = new("--hash-all-sources")
    {
        Description = "Write a hash of the sources of each module, not only of those with MODULE_VERSION",
    };

    private static readonly Option<bool> s_failOnMismatch = new("--fail-on-mismatch", "-E")
    {
        Description = "Fail, after everything was written, when a section refers to one that may be gone",
    };

    private static readonly Option<bool> s_allowUndefined = new("--allow-undefined") { Description = "Undefined symbols are a warning" };

    private static readonly Option<bool> s_allowMissing = new("--allow-missing-namespaces", "-N")
    {
        Description = "Namespaces that are used and not imported are a warning",
    };

    private static readonly Option<bool> s_extraWarnings = new("--extra-warnings", "-W") { Description = "More warnings" };

    private static readonly Option<bool> s_skipUnreadable = new("--skip-unreadable", "-n") { Description = "Leave objects out that cannot be read" };

    private static readonly Option<bool> s_external = new("--external", "-e") { Description = "The modules are built outside of the kernel's tree" };

    private static readonly Option<bool> s_trim = new("--trim-unused") { Description = "Leave exports out that no module uses" };

    private static readonly Option<string> s_keep = new("--keep-names", "-u")
    {
        Description = "File of names that stay exported in spite of --trim-unused, one on each line",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_list = new("--object-list")
    {
        Description = "File of objects to read after those of the command line, one on each line; - is standard input",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> s_dumps = new("--symvers", "-i")
    {
        Description = "Read exports of others from a Module.symvers; may be repeated",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_output = new("--output", "-o") { Description = "Write the exports there", HelpName = "OUT" };

    private static readonly Option<string> s_namespaces = new("--missing-namespaces", "-d")
    {
        Description = "Write the namespaces that each module uses and does not import",
        HelpName = "OUT",
    };

    private static readonly Option<bool> s_allUndefined = new("--all-undefined")
    {
        Description = "Name all undefined symbols, not ten, each with the option of the kernel's configuration that would help, or the namespace",
    };

    private static readonly Option<bool> s_explain = new("--explain")
    {
        Description = "After each section mismatch, say which lines it is about, why it is one, and what is done about it",
    };

    private static readonly Option<bool> s_byType = new("--by-type")
    {
        Description = "Types of variables decide what they may refer to, not the ends of their names; needs debugging information",
    };

    private static readonly Option<bool> s_stripLlvm = new("--strip-llvm-suffix")
    {
        Description = "Match and print names of references without what Clang's ThinLTO appends (.llvm.123)",
    };

    private static readonly Option<bool> s_checkImports = new("--check-imports") { Description = "Warn of namespaces that a module imports and does not use" };

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("modpost", "Resolve exports and imports of modules, and write the sources that are linked to them.")
        {
            s_objects, s_release, s_readExports, s_versions, s_linked, s_compute, s_stable, s_stripLto, s_basic, s_extended, s_allSources,
            s_failOnMismatch, s_allowUndefined, s_allowMissing, s_extraWarnings, s_skipUnreadable, s_external, s_trim, s_keep, s_list, s_dumps,
            s_output, s_namespaces, s_checkImports, s_allUndefined,
            s_explain, s_byType, s_stripLlvm, s_jobs,
        };
        foreach (Option option in ModpostReports.Options)
        {
            command.Add(option);
        }

        command.Validators.Add(Refuse);
        command.Validators.Add(ModpostReports.Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed =>
            ModpostCall.Run(Bind(parsed), parsed.GetValue(s_jobs), ModpostReports.Bind(parsed, parsed.GetValue(s_external))));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        JobsOption.Refuse(result, s_jobs);
        if (result.GetValue(s_compute) && !result.GetValue(s_versions))
        {
            result.AddError("option '--compute-versions' is for '--versions'");
        }

        if (result.GetValue(s_stable) && !result.GetValue(s_compute))
        {
            result.AddError("option '--stable' is for '--compute-versions'");
        }

        if (result.GetResult(s_release) is { Implicit: false, Tokens: [var version] } && ReleaseFinder.TryParse(version.Value) is null)
        {
            result.AddError($"option '--kernel' takes a version such as 7.3, not '{version.Value}'");
        }
    }

    private static ModpostOptions Bind(ParseResult parsed)
    {
        string[] dumps = parsed.GetValue(s_dumps) ?? [];
        string version = parsed.GetValue(s_release) ?? ReleaseFinder.VersionOfTree(dumps.FirstOrDefault()) ?? "";
        return new ModpostOptions
        {
            Release = ReleaseFinder.TryParse(version) ?? ReleaseFinder.Newest,
            UnknownRelease = ReleaseFinder.IsUnknown(version) ? version : null,
            Objects = parsed.GetValue(s_objects) ?? [],
            ObjectList = parsed.GetValue(s_list),
            ReadsExports = parsed.GetValue(s_readExports),
            HasVersions = parsed.GetValue(s_versions),
            HasLinkedVersions = parsed.GetValue(s_linked),
            ComputesVersions = parsed.GetValue(s_compute),
            IsStable = parsed.GetValue(s_stable),
            StripsLtoSuffix = parsed.GetValue(s_stripLto),
            HasBasicVersions = parsed.GetValue(s_basic),
            HasExtendedVersions = parsed.GetValue(s_extended),
            HashesAllSources = parsed.GetValue(s_allSources),
            FailsOnMismatch = parsed.GetValue(s_failOnMismatch),
            AllowsUndefined = parsed.GetValue(s_allowUndefined),
            AllowsMissingNamespaces = parsed.GetValue(s_allowMissing),
            HasExtraWarnings = parsed.GetValue(s_extraWarnings),
            GivesHints = parsed.GetValue(s_allUndefined),
            ExplainsMismatches = parsed.GetValue(s_explain),
            JudgesByType = parsed.GetValue(s_byType),
            StripsLlvmSuffix = parsed.GetValue(s_stripLlvm),
            ChecksImports = parsed.GetValue(s_checkImports),
            SkipsUnreadable = parsed.GetValue(s_skipUnreadable),
            IsExternal = parsed.GetValue(s_external),
            Trims = parsed.GetValue(s_trim),
            Whitelist = parsed.GetValue(s_keep),
            Dumps = dumps,
            Dump = parsed.GetValue(s_output),
            NamespaceDependencies = parsed.GetValue(s_namespaces),
        };
    }
}
