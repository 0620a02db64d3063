// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kabi.Versions;

/// <summary>
/// Reads <c>Module.symvers</c> of any release. The columns are separated by tabs, or by white space where a line has none. Before Linux
/// 2.6.18 there is no manner of export, before 5.4 no namespace, and 5.4 and 5.5 have it before the module (kernel commit
/// 5190044c2965): the column of the manner of export shows which it is.
/// </summary>
public static class VersionReader
{
    private static readonly char[] s_blanks = [' ', '\t', '\f', '\r'];

    private static readonly (string Word, bool IsGplOnly)[] s_exports =
    [
        ("EXPORT_SYMBOL", false), ("EXPORT_SYMBOL_GPL", true), ("EXPORT_SYMBOL_GPL_FUTURE", false), ("EXPORT_UNUSED_SYMBOL", false),
        ("EXPORT_UNUSED_SYMBOL_GPL", true),
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="MalformedTextException">A line is malformed, or exports what another does.</exception>
    public static Dictionary<string, VersionRecord> Read(string path)
    {
        using InputBytes input = InputBytes.Open(path);
        return Parse(input.Contents.Span(), path);
    }

    /// <summary>Reads the text of a file.</summary>
    public static Dictionary<string, VersionRecord> Parse(ReadOnlySpan<byte> text, string file)
    {
        Dictionary<string, VersionRecord> records = new(StringComparer.Ordinal);
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            VersionRecord record = ReadLine(lines);
            if (!records.TryAdd(record.Name, record))
            {
                throw lines.Wrong($"Duplicate record '{record.Name}'");
            }
        }

        return records;
    }

    /// <summary>The exports that a list names.</summary>
    public static Dictionary<string, VersionRecord> Only(IReadOnlyDictionary<string, VersionRecord> records, NameList names) =>
        records.Where(entry => names.Matches(Encoding.UTF8.GetBytes(entry.Key))).ToDictionary(StringComparer.Ordinal);

    private static VersionRecord ReadLine(in Utf8Lines lines)
    {
        string line = Encoding.UTF8.GetString(lines.Line);
        string[] fields = line.Contains('\t', StringComparison.Ordinal)
            ? line.Split('\t')
            : line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
        uint crc = ParseCrc(fields is [] or [""] ? throw lines.Wrong("The export does not specify a CRC") : fields[0], lines);
        string name = fields.Length > 1 && fields[1].Length > 0 ? fields[1] : throw lines.Wrong("The export does not specify a name");
        if (fields.Length < 3)
        {
            throw lines.Wrong("The export does not specify a module");
        }

        // The namespace is the third column, if the manner of export is the fifth.
        bool isNamespaceThird = fields.Length == 5 && Find(fields[4]) is not null && Find(fields[3]) is null;
        string module = isNamespaceThird ? fields[3] : fields[2];
        string? export = isNamespaceThird ? fields[4] : fields.ElementAtOrDefault(3);
        string space = isNamespaceThird ? fields[2] : fields.ElementAtOrDefault(4) ?? "";
        if (module.Length == 0)
        {
            throw lines.Wrong("The export does not specify a module");
        }

        if (export is not null && Find(export) is null)
        {
            throw lines.Wrong($"Invalid export type '{export}', must be either EXPORT_SYMBOL or EXPORT_SYMBOL_GPL");
        }

        return fields.Length > 5
            ? throw lines.Wrong("Unexpected string found at the end of the export record")
            : new VersionRecord(name, crc, module, export is not null && Find(export) == true, space);
    }

    private static bool? Find(string export)
    {
        int known = Array.FindIndex(s_exports, candidate => candidate.Word == export);
        return known < 0 ? null : s_exports[known].IsGplOnly;
    }

    private static uint ParseCrc(string text, in Utf8Lines lines)
    {
        string Wrong(string why) => $"Failed to parse the CRC value '{text}': {why}";
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            throw lines.Wrong(Wrong("string does not start with 0x or 0X"));
        }

        string digits = text[2..];
        return digits.Length == 0 ? throw lines.Wrong(Wrong("cannot parse integer from empty string"))
            : !digits.All(char.IsAsciiHexDigit) ? throw lines.Wrong(Wrong("invalid digit found in string"))
            : digits.TrimStart('0').Length > 8 ? throw lines.Wrong(Wrong("number too large to fit in target type"))
            : uint.Parse(digits.TrimStart('0') is { Length: > 0 } left ? left : "0", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
