// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Modpost.Output;

/// <summary>The text of a generated source, and the parts that those of the kernel and of modules share.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="names">The names.</param>
public sealed class GeneratedText(ModpostOptions options, NameTable names)
{
    // What the lines of an export have beside its name and namespace, at most.
    private const int RoomOfExport = 128;

    private readonly ByteBuilder _text = new();

    /// <summary>What was written since it was cleared.</summary>
    public ReadOnlySpan<byte> Bytes => _text.Bytes;

    /// <summary>Begins with another text, in the room of the one before.</summary>
    public void Clear() => _text.Clear();

    /// <summary>Adds bytes of ASCII.</summary>
    public GeneratedText Add(ReadOnlySpan<byte> bytes)
    {
        _text.Write(bytes);
        return this;
    }

    /// <summary>Adds a text of <see cref="Latin1"/>.</summary>
    public GeneratedText Add(string text)
    {
        _text.WriteText(text);
        return this;
    }

    /// <summary>Adds a line that is there as it is, or none.</summary>
    public GeneratedText AddIf(bool condition, ReadOnlySpan<byte> bytes) => condition ? Add(bytes) : this;

    /// <summary>Adds a name.</summary>
    public GeneratedText AddName(int name) => Add(names[name]);

    /// <summary>Adds a version as eight hexadecimal digits.</summary>
    public GeneratedText AddVersion(uint version)
    {
        _text.WriteVersion(version);
        return this;
    }

    /// <summary>Adds the entries of a module's exports in the tables of the kernel, and their versions.</summary>
    /// <param name="module">The module.</param>
    /// <param name="messages">Takes what there is to say.</param>
    public void AddExports(ModpostModule module, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(messages);
        _text.Reserve((int)Math.Min(module.Exports.Sum(export => RoomOfExport + (names[export.Name].Length * 3L) + export.Namespace.Length), Array.MaxLength / 2));
        IEnumerable<Export> exports = options.Trims ? module.Exports.Where(export => export.IsUsed) : module.Exports;
        if (options.Release >= ModpostRelease.Linux612)
        {
            Add("\n"u8);
            foreach (Export export in exports)
            {
                AddEntry(export);
            }
        }

        if (!options.HasVersions)
        {
            return;
        }

        Add("\n"u8);
        foreach (Export export in exports)
        {
            if (export.Version is null)
            {
                messages.Add(MessageLevel.Warning, WithoutVersion(module, names.TextOf(export.Name)));
            }

            Add("SYMBOL_CRC("u8).AddName(export.Name).Add(", "u8).AddVersion(export.Version ?? 0);
            if (options.Release < ModpostRelease.Linux73)
            {
                Add(export.IsGplOnly ? ", \"_gpl\""u8 : ", \"\""u8);
            }

            Add(");\n"u8);
        }
    }

    private void AddEntry(Export export)
    {
        Add(export.IsFunction ? "KSYMTAB_FUNC("u8 : "KSYMTAB_DATA("u8).AddName(export.Name);
        if (options.Release < ModpostRelease.Linux73)
        {
            Add(export.IsGplOnly ? ", \"_gpl\""u8 : ", \"\""u8);
        }

        Add(", \""u8).Add(export.Namespace).Add("\");\n"u8);
        if (options.Release >= ModpostRelease.Linux73)
        {
            Add("SYMBOL_FLAGS("u8).AddName(export.Name).Add(export.IsGplOnly ? ", 0x01);\n"u8 : ", 0x00);\n"u8);
        }
    }

    private string WithoutVersion(ModpostModule module, string name) => options.Release >= ModpostRelease.Linux73
        ? $"{module.Label}: EXPORT symbol '{name}' version generation failed, symbol will not be versioned.\n"
            + $"Is '{name}' prototyped in <asm/asm-prototypes.h>?"
        : $"EXPORT symbol \"{name}\" [{module.Label}] version generation failed, symbol will not be versioned.\n"
            + $"Is \"{name}\" prototyped in <asm/asm-prototypes.h>?";
}
