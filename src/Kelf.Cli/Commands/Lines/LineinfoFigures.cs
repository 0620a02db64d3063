// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;

namespace Kelf.Cli.Commands.Lines;

/// <summary>What a table has, in figures.</summary>
/// <param name="Output">The file.</param>
/// <param name="Numbers">The figures, by their names in JSON.</param>
/// <param name="Text">For people.</param>
internal sealed record LineinfoFigures(string Output, IReadOnlyList<(string Name, long Number)> Numbers, string Text)
{
    /// <summary>The figures of a side table.</summary>
    public static LineinfoFigures Of(string output, SideLineTable table, SideLinesWriter writer)
    {
        int inlined = table.Nodes.Count(node => node.Parent != SideSegment.Nothing);
        string rows = string.Create(
            CultureInfo.InvariantCulture, $"{output}: {table.Rows.Count} rows of {table.Files.Count - 1} files: {writer.SizeOfRows} bytes");
        return new LineinfoFigures(
            output,
            [
                ("rows", table.Rows.Count), ("files", table.Files.Count - 1), ("functions", table.Functions.Count), ("inlined", inlined),
                ("runs", table.Segments.Count), ("bytesOfRows", writer.SizeOfRows), ("bytes", writer.Size),
            ],
            table.Segments.Count == 0 ? rows : string.Create(
                CultureInfo.InvariantCulture,
                $"{rows}; with {inlined} inlined calls in {table.Segments.Count} runs of {table.Functions.Count} functions: {writer.Size} bytes"));
    }

    /// <summary>The figures of a table for a kernel.</summary>
    public static LineinfoFigures Of(string output, LineTable table)
    {
        int entries = table.Areas.Sum(area => area.Entries.Count);
        int blocks = table.Areas.Sum(area => (area.Entries.Count + LineTable.BlockEntries - 1) / LineTable.BlockEntries);
        return new LineinfoFigures(
            output, [("entries", entries), ("files", table.Files.Count), ("blocks", blocks)],
            string.Create(CultureInfo.InvariantCulture, $"{output}: {entries} entries of {table.Files.Count} files in {blocks} blocks"));
    }

    /// <summary>Prints figures as JSON.</summary>
    public static void WriteJson(IReadOnlyList<LineinfoFigures> all) => StandardOutput.Write(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("tables");
        foreach (LineinfoFigures figures in all)
        {
            writer.WriteStartObject();
            writer.WriteString("file", figures.Output);
            foreach ((string name, long number) in figures.Numbers)
            {
                writer.WriteNumber(name, number);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WarningList.Current.WriteTo(writer);
        writer.WriteEndObject();
    }));
}
