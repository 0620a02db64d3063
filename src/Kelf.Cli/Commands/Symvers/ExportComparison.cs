// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Symvers.Compare;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary><c>--from-image --compare</c>: in what the exports of an image and its modules differ from a <c>Module.symvers</c>.</summary>
/// <example>
/// <code>
/// version    kfree: 0x037a0cba -> 0x12ab34cd
/// missing    old_function: vmlinux
/// </code>
/// </example>
internal static class ExportComparison
{
    /// <summary>Prints the differences.</summary>
    /// <param name="operands">Images, modules and directories.</param>
    /// <param name="limit">What each file may expand to.</param>
    /// <param name="expected">The <c>Module.symvers</c>.</param>
    /// <param name="asJson">Print them as JSON.</param>
    /// <param name="isQuiet">Print no summary.</param>
    /// <param name="output">The file to print to, or null.</param>
    /// <returns>The exit status: whether there is none.</returns>
    public static int Print(
        IReadOnlyList<string> operands, DecompressionLimit limit, string expected, bool asJson, bool isQuiet, string? output)
    {
        IReadOnlyList<SymversLine> lines = SymversFile.Read(expected);
        IReadOnlyList<SymversLine> found = SymversTables.ReadExports(operands, limit);
        IReadOnlyList<SymversDifference> differences = SymversDifference.Find(lines, found);
        Result.Write(asJson ? JsonText.Write(json => Write(json, differences)) : Text(differences), output);
        WarningList.Current.Write();
        if (!isQuiet)
        {
            int symbols = differences.Select(difference => difference.Symbol).Distinct(StringComparer.Ordinal).Count();
            StandardError.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"kelf: {expected}: lines {lines.Count}, exports {found.Count}, different {symbols}"));
        }

        return differences.Count == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static byte[] Text(IEnumerable<SymversDifference> differences)
    {
        StringBuilder text = new();
        foreach ((string symbol, string what, string? expected, string? found) in differences)
        {
            string values = expected is null || found is null ? $"{expected}{found}" : $"{Shown(expected)} -> {Shown(found)}";
            text.Append(PrintableText.Of($"{what,-10} {symbol}: {values}")).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Most symbols are in no namespace.
    private static string Shown(string value) => value.Length == 0 ? "none" : value;

    private static void Write(Utf8JsonWriter json, IEnumerable<SymversDifference> differences)
    {
        json.WriteStartObject();
        json.WriteStartArray("differences");
        foreach ((string symbol, string what, string? expected, string? found) in differences)
        {
            json.WriteStartObject();
            json.WriteString("symbol", symbol);
            json.WriteString("what", what);
            json.WriteString("expected", expected);
            json.WriteString("found", found);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WarningList.Current.WriteTo(json);
        json.WriteEndObject();
    }
}
