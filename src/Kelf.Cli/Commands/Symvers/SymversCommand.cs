// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.Symvers;

/// <summary><c>kelf symvers</c>: symbol versions from DWARF.</summary>
internal static class SymversCommand
{
    private static readonly string[] s_examples =
    [
        "kelf symvers vmlinux.o > vmlinux.symvers",
        "kelf symvers --symtypes-dir types --output-dir versions build",
        "nm -j vmlinux.o | kelf symvers --symbols - vmlinux.o",
        "kelf symvers --per-unit vmlinux.o > lto.symvers",
        "kelf symvers --explain kfree vmlinux.o",
        "kelf symvers --reference old.symtypes vmlinux.o",
        "kelf symvers --from-image vmlinux /lib/modules/6.12.0 > Module.symvers",
        "kelf symvers --from-image --compare Module.symvers vmlinux /lib/modules/6.12.0",
    ];

    private static readonly Argument<string[]> s_files = new("FILE")
    {
        Description = "Object files, archives, or directories with object files",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_symbols = new("--symbols")
    {
        Description = "List of symbols, one in a line; - is standard input. Default: what each object exports",
        HelpName = "LIST",
    };

    private static readonly Option<string> s_symtypes = new("--symtypes", "-T")
    {
        Description = "Write the texts of all symbols and types",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_symtypesDirectory = new("--symtypes-dir")
    {
        Description = "Write such a file for each object",
        HelpName = "DIR",
    };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write the result there instead of to standard output",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_outputDirectory = new("--output-dir")
    {
        Description = "Write a file of versions for each object",
        HelpName = "DIR",
    };

    private static readonly Option<bool> s_stable = new("--stable", "-s")
    {
        Description = "Apply the kABI rules and naming conventions of the objects",
    };

    private static readonly Option<bool> s_canonical = new("--canonical")
    {
        Description = "Versions that depend on types alone, not those of gendwarfksyms",
    };

    private static readonly Option<bool> s_perUnit = new("--per-unit")
    {
        Description = "Versions that each file of a linked object has by itself: those of a kernel without LTO",
    };

    private static readonly Option<string> s_reference = new("--reference")
    {
        Description = "Say which versions are not those of this symtypes file, and which types changed",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_omitMissing = new("--omit-missing")
    {
        Description = "No line and no warning for symbols without information",
    };

    private static readonly Option<bool> s_dumpDies = new("--dump-dies")
    {
        Description = "Print texts of symbols while they are built, on stderr",
    };

    private static readonly Option<bool> s_dumpTypes = new("--dump-types")
    {
        Description = "Print the table of types, on stderr",
    };

    private static readonly Option<bool> s_dumpVersions = new("--dump-versions")
    {
        Description = "Print what the versions are computed of, on stderr",
    };

    private static readonly Option<string> s_explain = new("--explain")
    {
        Description = "Print where the symbol's version comes from",
        HelpName = "SYMBOL",
    };

    private static readonly Option<string> s_whyNot = new("--why-not")
    {
        Description = "Print why the symbol has no version",
        HelpName = "SYMBOL",
    };

    private static readonly Option<string> s_altFile = new("--alt-file")
    {
        Description = "The file that dwz -m moved types of the objects to; default: where they say, or among the system's debug files",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_fromImage = new("--from-image")
    {
        Description = "Print what an image and modules export, as in Module.symvers: the versions are in them",
    };

    private static readonly Option<string> s_compare = new("--compare")
    {
        Description = "With --from-image: print in what the exports differ from this Module.symvers; status 1 if they do",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_imports = new("--imports")
    {
        Description = "Print the versions that modules want of symbols from elsewhere",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as JSON" };

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No progress and no summary" };

    private static readonly Option<bool> s_verbose = new("--verbose", "-v")
    {
        Description = "Name each symbol without information",
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("symvers", "Compute the versions of exported symbols from debugging information.")
        {
            s_files,
            s_symbols,
            s_symtypes,
            s_symtypesDirectory,
            s_output,
            s_outputDirectory,
            s_stable,
            s_canonical,
            s_perUnit,
            s_reference,
            s_omitMissing,
            s_dumpDies,
            s_dumpTypes,
            s_dumpVersions,
            s_explain,
            s_whyNot,
            s_altFile,
            s_fromImage,
            s_compare,
            s_imports,
            s_json,
            s_jobs,
            s_maxDecompressed,
            s_quiet,
            s_verbose,
        };
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed) =>
        parsed.GetValue(s_compare) is { } expected ? ExportComparison.Print(
            parsed.GetRequiredValue(s_files), MaxDecompressedOption.Bind(parsed, s_maxDecompressed), expected, parsed.GetValue(s_json),
            parsed.GetValue(s_quiet), parsed.GetValue(s_output))
        : parsed.GetValue(s_fromImage) ? SymversTables.PrintExports(
            parsed.GetRequiredValue(s_files), MaxDecompressedOption.Bind(parsed, s_maxDecompressed), parsed.GetValue(s_output))
        : parsed.GetValue(s_imports) ? SymversTables.PrintImports(
            parsed.GetRequiredValue(s_files), MaxDecompressedOption.Bind(parsed, s_maxDecompressed), parsed.GetValue(s_output))
        : SymversRun.Run(Bind(parsed));

    private static void Refuse(CommandResult result)
    {
        // What is read from tables is not computed.
        ExclusiveOptions.Refuse(result, s_fromImage, s_imports);
        foreach (Option computed in new Option[]
        {
            s_symbols, s_symtypes, s_symtypesDirectory, s_outputDirectory, s_stable, s_canonical, s_perUnit, s_reference, s_omitMissing, s_dumpDies,
            s_dumpTypes, s_dumpVersions, s_explain, s_whyNot, s_altFile,
        })
        {
            ExclusiveOptions.Refuse(result, s_fromImage, computed);
            ExclusiveOptions.Refuse(result, s_imports, computed);
        }

        ExclusiveOptions.Refuse(result, s_imports, s_json);
        if (result.GetResult(s_compare) is null)
        {
            ExclusiveOptions.Refuse(result, s_fromImage, s_json);
        }
        else if (!result.GetValue(s_fromImage))
        {
            result.AddError("option '--compare' needs '--from-image'");
        }

        ExclusiveOptions.Refuse(result, s_symtypes, s_symtypesDirectory);
        ExclusiveOptions.Refuse(result, s_output, s_outputDirectory);
        // A list is looked up in all objects together: its versions belong to none of them.
        ExclusiveOptions.Refuse(result, s_symbols, s_outputDirectory);
        ExclusiveOptions.Refuse(result, s_symbols, s_symtypesDirectory);
        ExclusiveOptions.Refuse(result, s_json, s_outputDirectory);
        ExclusiveOptions.Refuse(result, s_explain, s_whyNot);
        // Canonical texts are not built in an order that is worth watching.
        ExclusiveOptions.Refuse(result, s_canonical, s_dumpDies);
        // A canonical version is that of a unit already.
        ExclusiveOptions.Refuse(result, s_canonical, s_perUnit);
        // What is dumped are the texts of one walk over the whole object.
        ExclusiveOptions.Refuse(result, s_perUnit, s_dumpDies);
        ExclusiveOptions.Refuse(result, s_perUnit, s_dumpTypes);
        ExclusiveOptions.Refuse(result, s_perUnit, s_dumpVersions);
        ExclusiveOptions.Refuse(result, s_perUnit, s_reference);
        ExclusiveOptions.Refuse(result, s_canonical, s_reference);
        // An explanation is one text for a reader, and nothing else is written beside it.
        foreach (Option other in new Option[] { s_outputDirectory, s_symtypes, s_symtypesDirectory, s_reference, s_json })
        {
            ExclusiveOptions.Refuse(result, s_explain, other);
            ExclusiveOptions.Refuse(result, s_whyNot, other);
        }

        JobsOption.Refuse(result, s_jobs);
        MaxDecompressedOption.Refuse(result, s_maxDecompressed);
    }

    private static SymversArguments Bind(ParseResult parsed) => new()
    {
        Inputs = parsed.GetRequiredValue(s_files),
        Symbols = parsed.GetValue(s_symbols),
        Symtypes = parsed.GetValue(s_symtypes),
        SymtypesDirectory = parsed.GetValue(s_symtypesDirectory),
        Output = parsed.GetValue(s_output),
        OutputDirectory = parsed.GetValue(s_outputDirectory),
        Stable = parsed.GetValue(s_stable),
        Canonical = parsed.GetValue(s_canonical),
        PerUnit = parsed.GetValue(s_perUnit),
        Reference = parsed.GetValue(s_reference),
        OmitMissing = parsed.GetValue(s_omitMissing),
        DumpDies = parsed.GetValue(s_dumpDies),
        DumpTypes = parsed.GetValue(s_dumpTypes),
        DumpVersions = parsed.GetValue(s_dumpVersions),
        Explain = parsed.GetValue(s_explain),
        WhyNot = parsed.GetValue(s_whyNot),
        AltFile = parsed.GetValue(s_altFile),
        Json = parsed.GetValue(s_json),
        Decompression = MaxDecompressedOption.Bind(parsed, s_maxDecompressed),
        Jobs = parsed.GetValue(s_jobs),
        Quiet = parsed.GetValue(s_quiet),
        Verbose = parsed.GetValue(s_verbose),
    };
}
