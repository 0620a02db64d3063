// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared.Modules;

namespace Kelf.Kernel.Shared.Symvers;

/// <summary>
/// A line of <c>Module.symvers</c> (kernel <c>Documentation/kbuild/modules.rst</c>): version, symbol, module, manner of export and
/// namespace, with tabs between.
/// </summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Module">What exports it: <c>vmlinux</c>, or the path of a module in the tree without <c>.ko</c>.</param>
public sealed record SymversLine(ExportedSymbol Symbol, string Module)
{
    private const string Plain = "EXPORT_SYMBOL";
    private const string GplOnly = "EXPORT_SYMBOL_GPL";

    // Unused exports, and those that were to become GPL-only, ended with Linux 5.12.
    private static readonly (string Word, bool IsGplOnly)[] s_exports =
    [
        (Plain, false), (GplOnly, true), ("EXPORT_SYMBOL_GPL_FUTURE", false), ("EXPORT_UNUSED_SYMBOL", false),
        ("EXPORT_UNUSED_SYMBOL_GPL", true),
    ];

    /// <summary>The manner of export, as the line has it.</summary>
    public string Export => Symbol.IsGplOnly ? GplOnly : Plain;

    /// <summary>
    /// Reads a line, without its end. That of Linux before 5.4 has no namespace; 5.4 and 5.5 have it before the module (changed by
    /// kernel commit 5190044c2965, which stable releases have, too).
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="place">Where it is, for messages: <c>FILE:LINE</c>.</param>
    /// <exception cref="RefusedException">It is no such line.</exception>
    public static SymversLine Parse(string line, string place)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] fields = line.Split('\t');
        if (fields.Length is not (4 or 5))
        {
            throw new RefusedException(
                place, $"{fields.Length} fields: version, symbol, module, export and namespace are wanted, with tabs between");
        }

        bool isNamespaceThird = fields.Length == 5 && IsExport(fields[4]);
        string export = isNamespaceThird ? fields[4] : fields[3];
        string module = isNamespaceThird ? fields[3] : fields[2];
        string space = fields.Length == 4 ? "" : isNamespaceThird ? fields[2] : fields[4];
        if (!TryParseVersion(fields[0], out uint version))
        {
            throw new RefusedException(place, $"{fields[0]} is no version: 0x and up to 8 hexadecimal digits");
        }

        if (!IsExport(export))
        {
            throw new RefusedException(place, $"{export} is neither {Plain} nor {GplOnly}");
        }

        return fields[1].Length > 0 && module.Length > 0
            ? new SymversLine(new ExportedSymbol(fields[1], version, Array.Exists(s_exports, known => known == (export, true)), space), module)
            : throw new RefusedException(place, "the name of the symbol or the module is empty");
    }

    /// <summary>Adds the line to a text.</summary>
    public void WriteTo(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append(CultureInfo.InvariantCulture, $"0x{Symbol.Crc:x8}\t{Symbol.Name}\t{Module}\t{Export}\t{Symbol.Namespace}\n");
    }

    private static bool IsExport(string word) => Array.Exists(s_exports, known => known.Word == word);

    private static bool TryParseVersion(string text, out uint version)
    {
        version = 0;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out version);
    }
}
