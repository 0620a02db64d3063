// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.History.Engine;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>Prints answers of a history.</summary>
internal static class HistoryPrinter
{
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
                StandardOutput.Write(Encoding.UTF8.GetBytes(string.Concat(
                    answer.Rows.Prepend([.. answer.Columns]).Select(row => string.Join(',', row.Select(Field)) + "\n"))));
                break;
            default:
                StandardOutput.WriteText(Table(answer));
                break;
        }

        return ExitStatus.Done;
    }

    private static string Table(HistoryAnswer answer)
    {
        string[][] lines = [.. answer.Rows.Prepend([.. answer.Columns]).Select(row => Array.ConvertAll(row, cell => PrintableText.Of(cell ?? "")))];
        int[] widths = [.. answer.Columns.Select((_, column) => lines.Max(line => line[column].Length))];
        StringBuilder text = new();
        foreach (string[] line in lines)
        {
            string cells = string.Join("  ", line.Select((cell, column) =>
                answer.IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])));
            text.Append(cells.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static string Field(string? cell) =>
        cell is null ? ""
        : cell.Length == 0 || cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static void Write(Utf8JsonWriter json, HistoryAnswer answer)
    {
        json.WriteStartObject();
        json.WriteStartArray("rows");
        foreach (string?[] row in answer.Rows)
        {
            json.WriteStartObject();
            for (int column = 0; column < row.Length; column++)
            {
                json.WritePropertyName(answer.Columns[column]);
                if (row[column] is not { } cell)
                {
                    json.WriteNullValue();
                }
                else if (answer.IsFlag(column))
                {
                    json.WriteBooleanValue(cell == "true");
                }
                else if (answer.IsNumber(column) && char.IsAsciiDigit(cell[^1]))
                {
                    // As the engine spells it, which is as JSON does, but for what is no number or without end.
                    json.WriteRawValue(cell, skipInputValidation: true);
                }
                else
                {
                    json.WriteStringValue(cell);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
