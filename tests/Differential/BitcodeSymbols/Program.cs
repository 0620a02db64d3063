// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Differential.BitcodeSymbols;

/// <summary>
/// <c>BitcodeSymbols nm|lto|modules|describe</c>: reads paths from standard input, one in a line, and prints for those that
/// are bitcode what llvm-nm and llvm-lto2 print, or differences between symbol table and modules. Lines begin with the path.
/// </summary>
internal static class Program
{
    private const BitcodeSymbolFlags TableOnly =
        BitcodeSymbolFlags.Used | BitcodeSymbolFlags.MayOmit | BitcodeSymbolFlags.HasUncommon;

    public static int Main(string[] arguments)
    {
        using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" };
        while (Console.ReadLine() is { } path)
        {
            using MappedFile file = MappedFile.Open(path);
            Region image = file.Contents;
            if (ElfFile.IsElf(image) && !BitcodeFile.TryFindInElf(ElfFile.Parse(image), out image))
            {
                continue;
            }

            try
            {
                foreach (string line in Lines(arguments[0], BitcodeFile.Parse(image)))
                {
                    output.WriteLine($"{path}\t{line}");
                }
            }
            catch (MalformedFileException error)
            {
                output.WriteLine($"{path}\terror: {error.Message}");
            }
        }

        return 0;
    }

    private static IEnumerable<string> Lines(string mode, BitcodeFile file) => mode switch
    {
        "nm" => Symbols(file.VisitSymbols, Letter),
        "lto" => Symbols(file.VisitSymbols, LinkerLine),
        "modules" => Differences(file),
        "describe" => file.Modules.Select(module => $"{module.Describe().Triple} {module.Describe().SourceFileName} "
            + string.Concat((module.Describe().Hash ?? []).Select(word => word.ToString("x8")))),
        _ => throw new ArgumentException(mode),
    };

    private static List<string> Symbols(Action<BitcodeSymbolVisitor> visit, Printer print)
    {
        List<string> lines = [];
        visit((in BitcodeSymbol symbol) =>
        {
            if (print(symbol) is { } line)
            {
                lines.Add(line);
            }
        });
        return lines;
    }

    private static string? Letter(in BitcodeSymbol symbol)
    {
        BitcodeSymbolFlags flags = symbol.Flags;
        char letter = Has(flags, BitcodeSymbolFlags.Executable) ? 't' : 'd';
        return Has(flags, BitcodeSymbolFlags.FormatSpecific) ? null : flags switch
        {
            _ when Has(flags, BitcodeSymbolFlags.Undefined) => Has(flags, BitcodeSymbolFlags.Weak) ? "w " : "U ",
            _ when Has(flags, BitcodeSymbolFlags.Common) => "C ",
            _ when Has(flags, BitcodeSymbolFlags.Weak) => "W ",
            _ => $"{(Has(flags, BitcodeSymbolFlags.Global) ? char.ToUpperInvariant(letter) : letter)} ",
        } + Text(symbol.Name);
    }

    // As `llvm-lto2 dump-symtab`: visibility, then a letter for each flag; only what is global.
    private static string? LinkerLine(in BitcodeSymbol symbol)
    {
        BitcodeSymbolFlags flags = symbol.Flags;
        if (!Has(flags, BitcodeSymbolFlags.Global) || Has(flags, BitcodeSymbolFlags.FormatSpecific))
        {
            return null;
        }

        string letters = "DHP?"[(int)flags & 3]
            + Mark('U', BitcodeSymbolFlags.Undefined) + Mark('C', BitcodeSymbolFlags.Common)
            + Mark('W', BitcodeSymbolFlags.Weak) + Mark('I', BitcodeSymbolFlags.Indirect)
            + Mark('O', BitcodeSymbolFlags.MayOmit) + Mark('T', BitcodeSymbolFlags.Tls)
            + Mark('X', BitcodeSymbolFlags.Executable);
        string section = symbol.Section.IsEmpty ? string.Empty : $" section {Text(symbol.Section)}";
        return $"{letters} {Text(symbol.Name)}{section}";

        string Mark(char letter, BitcodeSymbolFlags flag) => Has(flags, flag) ? letter.ToString() : "-";
    }

    /// <summary>Symbols that only one of symbol table and modules has, but for what modules cannot tell.</summary>
    private static List<string> Differences(BitcodeFile file)
    {
        List<string> table = Symbols(file.VisitSymbols, Comparable);
        List<string> modules = Symbols(file.VisitModuleSymbols, Comparable);
        table.Sort(StringComparer.Ordinal);
        modules.Sort(StringComparer.Ordinal);
        return [.. table.Except(modules).Select(line => $"only in the table: {line}"),
            .. modules.Except(table).Select(line => $"only in the modules: {line}"),
            $"symbols: {table.Count}",
            .. file.FallbackReason is { } reason ? [$"no table: {reason}"] : Array.Empty<string>()];
    }

    // References of assembly, and labels that only the assembler sees, are in the table alone. So are the prefixes of what
    // is private to LLVM.
    private static string? Comparable(in BitcodeSymbol symbol) =>
        symbol.IsAssembly && (Has(symbol.Flags, BitcodeSymbolFlags.Undefined) || symbol.Name.IsEmpty || symbol.Name.StartsWith(".L"u8))
            ? null
            : $"{symbol.Flags & ~TableOnly} {(Has(symbol.Flags, BitcodeSymbolFlags.FormatSpecific) ? "*" : Text(symbol.Name))} {(symbol.IsAssembly ? "(assembly)" : Text(symbol.IrName))}";

    private static bool Has(BitcodeSymbolFlags flags, BitcodeSymbolFlags flag) => (flags & flag) != 0;

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private delegate string? Printer(in BitcodeSymbol symbol);
}
