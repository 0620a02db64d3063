// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.History.Engine;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>Prints answers of a history.</summary>
internal static class HistoryPrinter
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create("\",\r\n");

    /// <summary>Prints an answer as <c>text</c>, <c>csv</c> (RFC 4180, with line feeds) or <c>json</c>.</summary>
    /// <returns>The exit status.</returns>
    public static int Print(HistoryAnswer answer, string format)
    {
        switch (format)
        {
            case "json":
                StandardOutput.Write(JsonText.Write(json => Write(json, answer)));
                break;
            case "csv":
                StandardOutput.Write(Encoding.UTF8.GetBytes(Csv(answer)));
                break;
            default:
                StandardOutput.WriteText(Table(answer));
                break;
        }

        return ExitStatus.Done;
    }

    private static string Csv(HistoryAnswer answer)
    {
        StringBuilder text = new(string.Join(',', Array.ConvertAll(answer.Columns, Field)));
        text.Append('\n');
        foreach (string?[] row in answer.Rows)
        {
            text.Append(string.Join(',', Array.ConvertAll(row, Field))).Append('\n');
        }

        return text.ToString();
    }

    private static string Table(HistoryAnswer answer)
    {
        List<string[]> lines = [Array.ConvertAll(answer.Columns, Shown)];
        foreach (string?[] row in answer.Rows)
        {
            lines.Add(Array.ConvertAll(row, Shown));
        }

        int[] widths = new int[answer.Columns.Length];
        foreach (string[] line in lines)
        {
            for (int column = 0; column < widths.Length; column++)
            {
                widths[column] = Math.Max(widths[column], line[column].Length);
            }
        }

        StringBuilder text = new();
        foreach (string[] line in lines)
        {
            for (int column = 0; column < widths.Length; column++)
            {
                line[column] = answer.IsNumber(column) ? line[column].PadLeft(widths[column]) : line[column].PadRight(widths[column]);
            }

            text.Append(string.Join("  ", line).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static string Shown(string? cell) => PrintableText.Of(cell ?? "");

    private static string Field(string? cell) =>
        cell is null ? ""
        : cell.Length == 0 || cell.AsSpan().ContainsAny(s_quoted) ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;

    private static void Write(Utf8JsonWriter json, HistoryAnswer answer)
    {
        json.WriteStartObject();
        json.WriteStartArray("rows");
        foreach (string?[] row in answer.Rows)
        {
            json.WriteStartObject();
            for (int column = 0; column < row.Length; column++)
            {
                string name = answer.Columns[column];
                if (row[column] is not { } cell)
                {
                    json.WriteNull(name);
                }
                else if (answer.IsFlag(column))
                {
                    json.WriteBoolean(name, cell == "true");
                }
                else if (answer.IsNumber(column) && long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
                {
                    json.WriteNumber(name, whole);
                }
                else if (answer.IsNumber(column) && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number))
                {
                    json.WriteNumber(name, number);
                }
                else
                {
                    json.WriteString(name, cell);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
