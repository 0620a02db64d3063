// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary>
/// The drop-in for <c>scripts/kallsyms</c> of three releases: a map in, assembler text out. Which release it stands in for
/// it has to find out itself (<see cref="FindLayout"/>).
/// </summary>
internal static class KallsymsDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "kallsyms";

    private static readonly GnuOption s_allSymbols = new("all-symbols");
    private static readonly GnuOption s_absolutePercpu = new("absolute-percpu");
    private static readonly GnuOption s_baseRelative = new("base-relative");
    private static readonly GnuOption s_ltoClang = new("lto-clang");
    private static readonly GnuOption s_pcRelative = new("pc-relative");
    private static readonly GnuOption s_layout = new("layout", TakesValue: true);

    /// <summary>Runs the tool.</summary>
    /// <param name="invokedAs">argv[0], which messages about options begin with.</param>
    /// <param name="arguments">What follows it.</param>
    /// <returns>The exit status of the original.</returns>
    public static int Run(string invokedAs, IReadOnlyList<string> arguments)
    {
        KallsymsLayout layout = FindLayout(invokedAs, arguments);
        HashSet<GnuOption> given = [];
        bool isPosix = Environment.GetEnvironmentVariable("POSIXLY_CORRECT") is not null;
        GnuOptionReader reader = new(invokedAs, [.. OptionsOf(layout), s_layout], arguments, operandsEndOptions: isPosix);
        try
        {
            while (reader.TryNext(out GnuOption option, out _))
            {
                given.Add(option);
            }
        }
        catch (GnuOptionException exception)
        {
            StandardError.WriteLine(exception.Message);
            StandardError.WriteText(UsageOf(layout));
            return ExitStatus.Failed;
        }

        if (reader.Operands.Count == 0)
        {
            StandardError.WriteText(UsageOf(layout));
            return ExitStatus.Failed;
        }

        KallsymsOptions options = new()
        {
            Layout = layout,
            AllSymbols = given.Contains(s_allSymbols),
            AbsolutePercpu = given.Contains(s_absolutePercpu),
            BaseRelative = given.Contains(s_baseRelative),
            LtoClang = given.Contains(s_ltoClang),
            PcRelative = given.Contains(s_pcRelative),
        };
        return Run(reader.Operands[0], options);
    }

    private static int Run(string path, KallsymsOptions options)
    {
        using InputBytes? map = TryOpen(path);
        if (map is null)
        {
            return ExitStatus.Failed;
        }

        using WorkerSource workers = CommandWorkers.FindQuietly(TimeSpan.Zero);
        SymbolListing listing = MapReader.Read(map.Contents, options.Layout);
        KallsymsTable table = KallsymsTool.Make(listing, options with { Workers = workers }, TooLong);
        KallsymsText.Write(table, path, new StandardOutputSink());
        return ExitStatus.Done;
    }

    // As perror(3) says it.
    private static InputBytes? TryOpen(string path)
    {
        try
        {
            return InputBytes.Open(path);
        }
        catch (UnreadableFileException exception)
        {
            StandardError.WriteLine($"{path}: {exception.What}");
            return null;
        }
    }

    private static void TooLong(Diagnostic warning) =>
        StandardError.WriteLines(warning.Text, "Please increase KSYM_NAME_LEN both in kernel and kallsyms.c");

    /// <summary>
    /// The release: <c>--layout</c>, which the originals do not know; an option that only some of them have; the source of the
    /// kernel's own generator, and the version that its make exports; the kernel tree whose <c>scripts</c> directory the program is
    /// called in; else the newest.
    /// </summary>
    private static KallsymsLayout FindLayout(string invokedAs, IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].StartsWith("--layout=", StringComparison.Ordinal))
            {
                return LayoutNames.Parse(arguments[i]["--layout=".Length..]) ?? KallsymsLayout.Linux73;
            }

            if (arguments[i] == "--layout" && i + 1 < arguments.Count)
            {
                return LayoutNames.Parse(arguments[i + 1]) ?? KallsymsLayout.Linux73;
            }
        }

        KallsymsLayout? ofTree = LayoutNames.OfEnvironment() ?? LayoutNames.OfTree(invokedAs);
        return arguments.Contains("--pc-relative") ? ofTree is KallsymsLayout.Linux72 ? KallsymsLayout.Linux72 : KallsymsLayout.Linux73
            : arguments.Contains("--base-relative") || arguments.Contains("--lto-clang") ? KallsymsLayout.Linux61
            : ofTree ?? (arguments.Contains("--absolute-percpu") ? KallsymsLayout.Linux612 : KallsymsLayout.Linux73);
    }

    // Messages about ambiguous options list them in this order.
    private static GnuOption[] OptionsOf(KallsymsLayout layout) => layout switch
    {
        KallsymsLayout.Linux61 => [s_allSymbols, s_absolutePercpu, s_baseRelative, s_ltoClang],
        KallsymsLayout.Linux612 => [s_allSymbols, s_absolutePercpu],
        _ => [s_allSymbols, s_pcRelative],
    };

    // That of 7.3 does not mention --pc-relative.
    private static string UsageOf(KallsymsLayout layout)
    {
        GnuOption[] options = layout >= KallsymsLayout.Linux72 ? [s_allSymbols] : OptionsOf(layout);
        return $"Usage: kallsyms {string.Join(' ', options.Select(option => $"[--{option.Long}]"))} in.map > out.S\n";
    }
}
