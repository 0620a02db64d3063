// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Compare;
using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>The drop-in for <c>ksymtypes</c> of suse-kabi-tools: compares, joins and splits the types behind symbol versions.</summary>
internal static class KsymtypesDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "ksymtypes";

    private static readonly GnuOption s_jobs = new("jobs", 'j', TakesValue: true);
    private static readonly GnuOption s_output = new("output", 'o', TakesValue: true);
    private static readonly GnuOption s_allowEmpty = new("allow-empty");
    private static readonly GnuOption s_filter = new("filter-symbol-list", null, TakesValue: true);
    private static readonly GnuOption s_format = new("format", 'f', TakesValue: true);

    private static readonly SuseTool s_tool = new(
        Name,
        """
        Usage: ksymtypes [OPTION]... COMMAND ...

        Options:
          -d, --debug    say on standard error what is read
          -h, --help     display this help and exit
          --version      output version information and exit

        Commands:
          consolidate    join symtypes files of objects into one file
          split          write the files again that one was joined from
          compare        show what is different between two builds

        'ksymtypes COMMAND --help' tells more about a command.

        """,
        [
            new("consolidate", [s_output, s_jobs, s_allowEmpty], Consolidate,
                """
                Usage: ksymtypes consolidate -o FILE [OPTION]... DIRECTORY

                Join the symtypes files below a directory into one file.

                Options:
                  -h, --help                display this help and exit
                  -j NUM, --jobs=NUM        accepted; one thread is enough
                  -o FILE, --output=FILE    write there; - is standard output
                  --allow-empty             no file at all is no error

                """),
            new("split", [s_output, s_jobs], Split,
                """
                Usage: ksymtypes split -o DIRECTORY [OPTION]... FILE

                Write the symtypes files again that one was joined from.

                Options:
                  -h, --help                display this help and exit
                  -j NUM, --jobs=NUM        accepted; one thread is enough
                  -o DIR, --output=DIR      write below that directory

                """),
            new("compare", [s_jobs, s_filter, s_format, s_allowEmpty], Compare,
                """
                Usage: ksymtypes compare [OPTION]... OLD NEW

                Show what is different between the types of two builds: directories of symtypes files, or single files.
                The status is 0 when nothing differs, 1 when something does, and 2 after an error.

                Options:
                  -h, --help                     display this help and exit
                  -j NUM, --jobs=NUM             accepted; one thread is enough
                  --filter-symbol-list=FILE      look only at exports that a pattern in FILE matches
                  -f TYPE[:FILE], --format=TYPE[:FILE]
                                                 print in another form, or write that form to FILE as well:
                                                 null, pretty, short, symbols or mod-symbols
                  --allow-empty                  a directory without a file is no error

                """),
        ]);

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">What follows argv[0].</param>
    /// <returns>0; 1 when something differs; 2 after an error.</returns>
    public static int Run(IReadOnlyList<string> arguments) => s_tool.Run(arguments);

    private static int Consolidate(SuseArguments arguments)
    {
        string? output = null;
        bool allowsEmpty = false;
        arguments.Read(item =>
        {
            output = item.Option == s_output.Long ? item.Value : output;
            allowsEmpty |= item.Option == s_allowEmpty.Long;
            CheckJobs(item);
        });
        output = output ?? throw arguments.Missing("output");
        Corpus corpus = Read(NewReader(arguments), arguments.One("source"), CorpusForm.Directory, allowsEmpty);
        SuseToolException.Writing($"Failed to write consolidated symtypes to '{output}'", () =>
        {
            if (output == "-")
            {
                new CorpusWriter(corpus).WriteConsolidated(new StandardOutputSink());
                return;
            }

            using OutputFile file = OutputFile.Create(output, keepsTime: false);
            new CorpusWriter(corpus).WriteConsolidated(file);
            file.Commit();
        });
        return ExitStatus.Done;
    }

    private static int Split(SuseArguments arguments)
    {
        string? output = null;
        arguments.Read(item =>
        {
            output = item.Option == s_output.Long ? item.Value : output;
            CheckJobs(item);
        });
        output = output ?? throw arguments.Missing("output");
        Corpus corpus = Read(NewReader(arguments), arguments.One("source"), CorpusForm.Consolidated, allowsEmpty: true);
        CorpusWriter writer = new(corpus);
        string failed = $"Failed to write split symtypes to '{output}'";
        if (corpus.Files.FirstOrDefault(file => IsOutside(file.Path)) is { } outside)
        {
            throw new SuseToolException($"{failed}: Refusing section path '{outside.Path}': outside the output directory");
        }

        foreach (CorpusFile file in corpus.Files)
        {
            string path = Path.Combine(output, file.Path);
            CreateDirectory(failed, Path.GetDirectoryName(path)!);
            SuseToolException.Writing(failed, () =>
            {
                using OutputFile target = OutputFile.Create(path, keepsTime: false);
                writer.WriteFile(file, target);
                target.Commit();
            });
        }

        CreateDirectory(failed, output);
        return ExitStatus.Done;
    }

    private static int Compare(SuseArguments arguments)
    {
        ReportOutputs outputs = new();
        string? filter = null;
        bool allowsEmpty = false;
        arguments.Read(item =>
        {
            if (item.Option == s_format.Long)
            {
                outputs.Add(item.Value!);
            }

            filter = item.Option == s_filter.Long ? item.Value : filter;
            allowsEmpty |= item.Option == s_allowEmpty.Long;
            CheckJobs(item);
        });
        (string oldPath, string newPath) = arguments.Two("compare");
        CorpusReader reader = NewReader(arguments);
        Corpus old = Read(reader, oldPath, CorpusForm.Any, allowsEmpty);
        Corpus @new = Read(reader, newPath, CorpusForm.Any, allowsEmpty);
        NameList? names = filter is null ? null : SuseToolException.Reading("symbol filters", filter, NameList.Read);
        TypeDifferences differences = TypeComparison.Compare(old, @new, names);
        SuseToolException.Writing($"Failed to compare symtypes from '{oldPath}' and '{newPath}'", () =>
            outputs.Write(new TypeReport(differences).Write));
        return differences.Any ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static CorpusReader NewReader(SuseArguments arguments) =>
        new() { BeforeFile = file => arguments.Tell($"Loading symtypes data from '{file}'") };

    private static Corpus Read(CorpusReader reader, string path, CorpusForm form, bool allowsEmpty)
    {
        if (form == CorpusForm.Any && !Path.Exists(path))
        {
            throw new SuseToolException($"Failed to read symtypes from '{path}': Failed to query the path '{path}': "
                + SuseToolException.System("No such file or directory"));
        }

        Corpus corpus = SuseToolException.Reading("symtypes", path, given => reader.Read(given, form), form == CorpusForm.Directory);
        if (corpus.Files.Count == 0 && !allowsEmpty)
        {
            throw new SuseToolException($"Failed to read symtypes from '{path}': There is no .symtypes file; --allow-empty takes that for a result");
        }

        StandardError.WriteLines(corpus.Warnings);
        StandardError.WriteLines(corpus.FindDuplicates().Select(duplicate =>
            $"{duplicate.Place}: WARNING: Export '{duplicate.Name}' defined in '{duplicate.Path}' is duplicate, previous occurrence found in '{duplicate.FirstPath}'"));
        return corpus;
    }

    private static bool IsOutside(string path) => Path.IsPathRooted(path) || path.Split('/').Contains("..");

    private static void CreateDirectory(string failed, string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SuseToolException($"{failed}: Failed to create directory '{path}': {SuseToolException.System(SystemMessage.Of(exception))}");
        }
    }

    private static void CheckJobs(SuseCommandLine.Item item)
    {
        if (item.Option != s_jobs.Long)
        {
            return;
        }

        string value = item.Value!;
        string? wrong = value.Length == 0 ? "cannot parse integer from empty string"
            : !value.All(char.IsAsciiDigit) ? "invalid digit found in string"
            : value.TrimStart('0').Length > 10 || long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) > int.MaxValue
                ? "number too large to fit in target type"
            : value.Trim('0').Length == 0 ? "must be positive"
            : null;
        if (wrong is not null)
        {
            throw new SuseToolException($"Invalid value for '{item.Argument}': {wrong}");
        }
    }
}
