// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Search;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary>Runs of <c>kelf kallsyms</c> that read tables of a linked image: <c>--verify</c> and <c>--decode</c>.</summary>
internal static class KallsymsCheckRun
{
    /// <summary>Checks the tables of an image.</summary>
    /// <returns>0 if they are right.</returns>
    public static int Verify(string path, DecompressionLimit limit, bool json)
    {
        using OpenedObject opened = OpenedObject.OfFile(path, limit);
        ElfFile image = ElfFile.Parse(opened.Contents);
        DecodedTable? table = null;
        try
        {
            table = TableVerifier.Decode(image);
            TableMatch match = TableVerifier.Compare(image, table);
            if (json)
            {
                StandardOutput.Write(Json(path, table, match, null));
            }
            else
            {
                StandardOutput.WriteText(Line(path, table, match));
            }

            return ExitStatus.Done;
        }
        catch (MalformedFileException exception) when (json)
        {
            StandardOutput.Write(Json(path, table, table is null ? null : new TableMatch(table.Options, 0, 0), exception.Message));
            return ExitStatus.Failed;
        }
    }

    /// <summary>Prints the tables of an image as <c>/proc/kallsyms</c> shows them, modules and other later symbols excepted.</summary>
    public static int Decode(string path, DecompressionLimit limit, string? output)
    {
        using OpenedObject opened = OpenedObject.OfFile(path, limit);
        (DecodedTable table, ElfClass elfClass) = Read(opened);
        ByteBuilder text = new();
        for (int i = 0; i < table.Count; i++)
        {
            string address = elfClass == ElfClass.Elf64 ? $"{table.Addresses[i]:x16}" : $"{table.Addresses[i]:x8}";
            text.Write(Encoding.ASCII.GetBytes($"{address} {(char)table.TextOf(i)[0]} "));
            text.Write(table.TextOf(i)[1..]);
            text.Write("\n"u8);
        }

        Result.Write(text.Bytes, output);
        return ExitStatus.Done;
    }

    // Where the tables are the image's symbols tell; without them they have to be found.
    private static (DecodedTable Table, ElfClass Class) Read(OpenedObject opened)
    {
        ElfFile? image = ElfFile.IsElf(opened.Contents) ? ElfFile.Parse(opened.Contents) : null;
        if (image is not null && (image.SymbolSection is not null || image.Type == ElfType.Relocatable))
        {
            return (TableVerifier.Decode(image), image.Class);
        }

        FoundTables found = BootImageTables.Find(opened.Contents, opened.LimitLeft);
        return (found.Table, found.Class);
    }

    private static string Line(string path, DecodedTable table, TableMatch match) =>
        $"{PrintableText.Of(path)}: {table.Count} entries as Linux {LayoutNames.Of(match.Options.Layout)} has them, those of the image's symbols "
        + $"({string.Join(", ", Traits(match))})\n";

    private static IEnumerable<string> Traits(TableMatch match)
    {
        KallsymsOptions options = match.Options;
        yield return options.AllSymbols ? "all symbols" : "text only";
        if (options.AbsolutePercpu)
        {
            yield return "per-cpu offsets";
        }

        yield return options switch
        {
            { PcRelative: true } => "addresses relative to their place",
            { Layout: >= KallsymsLayout.Linux72 } => "addresses as numbers",
            { Layout: KallsymsLayout.Linux61, BaseRelative: false } => "addresses as words",
            _ => "addresses relative to a base",
        };
        if (match.Aliases > 0)
        {
            yield return $"{match.Aliases} aliases with a path";
        }

        if (match.Qualified > 0)
        {
            yield return $"{match.Qualified} names with a path";
        }
    }

    private static byte[] Json(string path, DecodedTable? table, TableMatch? match, string? problem) =>
        JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("image", path);
            json.WriteBoolean("isRight", problem is null);
            if (table is not null && match is { Options: var options })
            {
                json.WriteString("layout", LayoutNames.Of(options.Layout));
                json.WriteNumber("entries", table.Count);
                json.WriteBoolean("allSymbols", options.AllSymbols);
                json.WriteBoolean("absolutePercpu", options.AbsolutePercpu);
                json.WriteBoolean("pcRelative", options.PcRelative);
                json.WriteNumber("aliases", match.Aliases);
                json.WriteNumber("namesWithPath", match.Qualified);
            }

            if (problem is not null)
            {
                json.WriteString("problem", problem);
            }

            json.WriteEndObject();
        });
}
