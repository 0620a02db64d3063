// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Cli.Commands.Images;

/// <summary>Where findings are, for people and for programs.</summary>
internal static class FindingList
{
    /// <summary>Prints them.</summary>
    public static void Print(IReadOnlyList<ImageFinding> findings, bool json)
    {
        if (json)
        {
            StandardOutput.Write(Json(findings));
        }
        else
        {
            StandardOutput.WriteText(Table(findings));
        }
    }

    /// <summary>As lines: offset, length, how it was found, SHA-256, layer.</summary>
    private static string Table(IReadOnlyList<ImageFinding> findings)
    {
        StringBuilder text = new("OFFSET      LENGTH  FOUND BY  SHA-256                                                           LAYER\n");
        foreach (ImageFinding finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"0x{finding.Offset,-8:x}{finding.Raw.Length,8}  {finding.How,-8}  ")
                .Append(Sha256.Text(finding.Raw.Span)).Append("  ").Append(PrintableText.Of(finding.Layer)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>As JSON.</summary>
    private static byte[] Json(IReadOnlyList<ImageFinding> findings) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        Write(json, "findings", findings);
        WarningList.Current.WriteTo(json);
        json.WriteEndObject();
    });

    /// <summary>An array of findings as a member of an object.</summary>
    public static void Write(System.Text.Json.Utf8JsonWriter json, string name, IReadOnlyList<ImageFinding> findings)
    {
        json.WriteStartArray(name);
        foreach (ImageFinding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("layer", finding.Layer);
            json.WriteNumber("offset", finding.Offset);
            json.WriteNumber("length", finding.Raw.Length);
            json.WriteNumber("uncompressedLength", finding.Contents.Length);
            json.WriteString("foundBy", finding.How);
            json.WriteString("sha256", Sha256.Text(finding.Raw.Span));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
