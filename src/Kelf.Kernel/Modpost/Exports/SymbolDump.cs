// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Modpost.Exports;

/// <summary>
/// Dumps of exports (<c>Module.symvers</c>), a line for each: version, name, path of the module, manner of export, namespace, with tabs
/// between. As strict as the original, which ends at a line of another kind, where <c>SymversFile</c> reads those of all releases.
/// </summary>
public static class SymbolDump
{
    private const string Plain = "EXPORT_SYMBOL";
    // Others are longer than anything that a kernel's build can write, and each user of a symbol may be told its namespace.
    private const int LongestNamespace = 4096;
    private const string GplOnly = "EXPORT_SYMBOL_GPL";

    /// <summary>Reads a dump.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Takes the names.</param>
    /// <param name="messages">Takes what there is to say; exports are deferred by their place in the result.</param>
    /// <param name="exports">Takes the exports, in order.</param>
    /// <returns>The modules, in the order of their first lines.</returns>
    /// <exception cref="FatalException">It cannot be read, or a line is malformed.</exception>
    public static IReadOnlyList<ModpostModule> Read(string path, NameTable names, MessageList messages, List<Export> exports)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(exports);
        Dictionary<string, ModpostModule> modules = new(StringComparer.Ordinal);
        List<ModpostModule> inOrder = [];
        int number = 0;
        foreach (byte[] bytes in ListLines.Read(path, messages))
        {
            number++;
            string[] fields = Latin1.Of(bytes).Split('\t', 5);
            if (fields.Length < 5 || fields[1].Length == 0 || fields[2].Length == 0 || fields[4].Length > LongestNamespace || !TryParseVersion(fields[0], out uint version))
            {
                throw messages.Fatal(string.Create(CultureInfo.InvariantCulture, $"parse error in symbol dump file {path}, line {number}"));
            }

            bool isGplOnly = fields[3] == GplOnly;
            if (!isGplOnly && fields[3] != Plain)
            {
                messages.Add(MessageLevel.Error, $"{fields[1]}: unknown license {fields[3]}. skip");
                continue;
            }

            if (!modules.TryGetValue(fields[2], out ModpostModule? module))
            {
                module = new ModpostModule(fields[2], isDumped: true);
                modules.Add(fields[2], module);
                inOrder.Add(module);
            }

            Export export = new(names.Add(Latin1.Bytes(fields[1])), module)
            {
                IsGplOnly = isGplOnly,
                Namespace = fields[4],
                Version = version,
            };
            module.Exports.Add(export);
            messages.Defer(exports.Count);
            exports.Add(export);
        }

        return inOrder;
    }

    /// <summary>Writes the lines of a module.</summary>
    /// <param name="text">Takes them.</param>
    /// <param name="module">The module.</param>
    /// <param name="names">The names.</param>
    /// <param name="trims">Whether exports that nobody uses are left out.</param>
    public static void Write(IByteSink text, ModpostModule module, NameTable names, bool trims)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(names);
        foreach (Export export in module.Exports.Where(export => export.IsUsed || !trims))
        {
            text.Write(Latin1.Bytes(string.Create(CultureInfo.InvariantCulture, $"0x{export.Version ?? 0:x8}\t")));
            text.Write(names[export.Name]);
            text.Write(Latin1.Bytes($"\t{module.Path}\t{(export.IsGplOnly ? GplOnly : Plain)}\t{export.Namespace}\n"));
        }
    }

    private static bool TryParseVersion(string text, out uint version)
    {
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        bool isNumber = ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value);
        version = (uint)value;
        return isNumber;
    }
}
