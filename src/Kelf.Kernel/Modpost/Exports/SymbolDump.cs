// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Exports;

/// <summary>
/// Dumps of exports (<c>Module.symvers</c>), a line for each: version, name, path of the module, manner of export, namespace, with tabs
/// between. As strict as the original, which ends at a line of another kind, where <c>SymversFile</c> reads those of all releases.
/// </summary>
public static class SymbolDump
{
    // Others are longer than anything that a kernel's build can write, and each user of a symbol may be told its namespace.
    private const int LongestNamespace = 4096;

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
        try
        {
            using InputBytes input = InputBytes.Open(path);
            return Read(path, input.Contents.Span(), names, messages, exports);
        }
        catch (UnreadableFileException failure)
        {
            throw messages.Unreadable(failure);
        }
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
        foreach (Export export in module.Exports)
        {
            if (export.IsUsed || !trims)
            {
                text.WriteVersion(export.Version ?? 0);
                text.Write("\t"u8);
                text.Write(names[export.Name]);
                text.Write("\t"u8);
                text.WriteText(module.Path);
                text.Write(export.IsGplOnly ? "\tEXPORT_SYMBOL_GPL\t"u8 : "\tEXPORT_SYMBOL\t"u8);
                text.WriteText(export.Namespace);
                text.Write("\n"u8);
            }
        }
    }

    private static List<ModpostModule> Read(
        string path, ReadOnlySpan<byte> text, NameTable names, MessageList messages, List<Export> exports)
    {
        Dictionary<string, ModpostModule> modules = new(StringComparer.Ordinal);
        List<ModpostModule> inOrder = [];
        int number = 0;
        Span<Range> fields = stackalloc Range[5];
        foreach (ReadOnlySpan<byte> line in new ListLines(text))
        {
            number++;
            if (!TrySplit(line, fields)
                || line[fields[1]].IsEmpty || line[fields[2]].IsEmpty
                || line[fields[4]].Length > LongestNamespace || !TryParseVersion(line[fields[0]], out uint version))
            {
                throw messages.Fatal(string.Create(CultureInfo.InvariantCulture, $"parse error in symbol dump file {path}, line {number}"));
            }

            ReadOnlySpan<byte> name = line[fields[1]];
            bool isGplOnly = line[fields[3]].SequenceEqual("EXPORT_SYMBOL_GPL"u8);
            if (!isGplOnly && !line[fields[3]].SequenceEqual("EXPORT_SYMBOL"u8))
            {
                messages.Add(MessageLevel.Error, $"{Latin1.Of(name)}: unknown license {Latin1.Of(line[fields[3]])}. skip");
                continue;
            }

            string owner = Latin1.Of(line[fields[2]]);
            if (!modules.TryGetValue(owner, out ModpostModule? module))
            {
                module = new ModpostModule(owner, isDumped: true);
                modules.Add(owner, module);
                inOrder.Add(module);
            }

            Export export = new(names.Add(name), module)
            {
                IsGplOnly = isGplOnly,
                Namespace = Latin1.Of(line[fields[4]]),
                Version = version,
            };
            module.Exports.Add(export);
            messages.Defer(exports.Count);
            exports.Add(export);
        }

        return inOrder;
    }

    // The last one is the rest of the line.
    private static bool TrySplit(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int start = 0;
        for (int i = 0; i < fields.Length - 1; i++)
        {
            int length = line[start..].IndexOf((byte)'\t');
            if (length < 0)
            {
                return false;
            }

            fields[i] = start..(start + length);
            start += length + 1;
        }

        fields[^1] = start..line.Length;
        return true;
    }

    private static bool TryParseVersion(ReadOnlySpan<byte> text, out uint version)
    {
        bool hasPrefix = text is [(byte)'0', (byte)'x' or (byte)'X', ..];
        bool isNumber = ulong.TryParse(
            hasPrefix ? text[2..] : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value);
        version = (uint)value;
        return isNumber;
    }
}
