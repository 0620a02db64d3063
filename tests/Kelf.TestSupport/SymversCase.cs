// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.TestSupport;

/// <summary>
/// One case of the golden set: a directory such as <c>w12-lost-separator/h-only</c> in
/// <c>tests/Fixtures/symvers</c>. The README there describes its files.
/// </summary>
/// <param name="name">The directory, from that of all cases.</param>
public sealed class SymversCase(string name)
{
    private readonly string _folder = Path.Combine(Fixtures, name);

    /// <summary>The directory <c>tests/Fixtures/symvers</c> of the repository.</summary>
    public static string Fixtures { get; } = Path.Combine(SourceDirectory.Root, "tests", "Fixtures", "symvers");

    /// <summary>The program that the cases are run with instead of kelf's own (<c>KELF_SYMVERS_TOOL</c>), or null.</summary>
    public static string? OtherTool { get; } = System.Environment.GetEnvironmentVariable("KELF_SYMVERS_TOOL");

    /// <summary>Whether that is the original: its own results then stand in for the wanted ones.</summary>
    public static bool IsOriginal { get; } = Path.GetFileName(OtherTool) == "gendwarfksyms";

    /// <summary>The names of all cases, in ordinal order.</summary>
    public static IReadOnlyList<string> AllNames { get; } =
    [
        .. Directory.EnumerateFiles(Fixtures, "symbols", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Fixtures, Path.GetDirectoryName(path)!))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The directory that the program runs in.</summary>
    public string WorkingDirectory { get; } = Path.GetDirectoryName(Path.Combine(Fixtures, name))!;

    /// <summary>Standard input.</summary>
    public byte[] Symbols => File.ReadAllBytes(Path.Combine(_folder, "symbols"));

    /// <summary>Expected exit status.</summary>
    public int Exit => ReadText("exit") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>Expected standard output.</summary>
    public byte[] Output => ReadBytes("stdout") ?? [];

    /// <summary>Why kelf differs from the original here, or null if it does not.</summary>
    public string? Differs =>
        File.Exists(Path.Combine(_folder, "differs")) ? File.ReadAllText(Path.Combine(_folder, "differs")) : null;

    /// <summary>Whether the original's result is not the same in each run.</summary>
    public bool OriginalIsUndefined =>
        Directory.Exists(Path.Combine(_folder, "original")) &&
        Directory.EnumerateFiles(Path.Combine(_folder, "original"), "undefined-*").Any();

    /// <summary>The command line, with the paths of the symtypes file and of a second output put in.</summary>
    public IReadOnlyList<string> Arguments(string symtypes, string other)
    {
        string line = File.ReadAllText(Path.Combine(_folder, "args"));
        if (!line.Contains("@symtypes@", StringComparison.Ordinal) && !Has("no-symtypes"))
        {
            line = "--symtypes @symtypes@ " + line;
        }

        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Replace("@symtypes@", symtypes, StringComparison.Ordinal)
                .Replace("@other@", other, StringComparison.Ordinal))
            .ToList();
    }

    /// <summary>Variables that the program sees besides the usual ones.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
        (ReadText("environment") ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair[1]));

    /// <summary>Whether the case has the file, beside or instead of the original's own.</summary>
    public bool Has(string file) => Find(file) is not null;

    /// <summary>The bytes of an expectation, or null if there is none.</summary>
    public byte[]? ReadBytes(string file) => Find(file) is { } path ? File.ReadAllBytes(path) : null;

    /// <summary>The text of an expectation, or null if there is none.</summary>
    public string? ReadText(string file) => Find(file) is { } path ? File.ReadAllText(path) : null;

    /// <inheritdoc/>
    public override string ToString() => name;

    private string? Find(string file)
    {
        string wanted = Path.Combine(_folder, file);
        if (IsOriginal)
        {
            bool isExpectation = file is "exit" or "stdout" or "symtypes" or "other" or "stderr" or "stderr-sorted";
            string recorded = Path.Combine(_folder, "original", file);
            if (isExpectation && (Differs is not null || File.Exists(recorded)))
            {
                return File.Exists(recorded) ? recorded : null;
            }

            if (file is "stderr-line" or "stderr-pattern")
            {
                return null;
            }
        }

        return File.Exists(wanted) ? wanted : null;
    }
}
