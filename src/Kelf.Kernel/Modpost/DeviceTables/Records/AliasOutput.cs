// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.DeviceTables.Records;

/// <summary>Takes the aliases of an object's device tables, and what there is to say of them.</summary>
/// <param name="scanned">The object.</param>
public sealed class AliasOutput(ScannedObject scanned)
{
    private readonly List<Alias> _aliases = [];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The aliases in order.</summary>
    public IReadOnlyList<Alias> Aliases => _aliases;

    /// <summary>The alias that is put together.</summary>
    public AliasText Text { get; } = new();

    /// <summary>The release whose rules hold.</summary>
    public ModpostRelease Release => scanned.Release;

    /// <summary>What messages call the object: its path without <c>.o</c>.</summary>
    public string ObjectName => scanned.ModuleName;

    /// <summary>The table that is read, as messages name it.</summary>
    public string Table { get; private set; } = "";

    /// <summary>The module of the table that is read.</summary>
    public string Module { get; private set; } = "";

    /// <summary>Number of the record that is read, from 0.</summary>
    public long Index { get; private set; }

    /// <summary>Begins a table.</summary>
    /// <param name="module">The module that its symbol names.</param>
    /// <param name="table">What its symbol calls it.</param>
    public void BeginTable(string module, string table) => (Module, Table) = (module, table);

    /// <summary>Begins a record.</summary>
    public void BeginRecord(long index)
    {
        Index = index;
        Text.Clear();
    }

    /// <summary>Takes <see cref="Text"/> as an alias, and begins the next with the same text.</summary>
    public void Add()
    {
        string text = Latin1.Of(Text.Bytes);
        // Before 7.3 each is written as often as there are records of it.
        if (Release < ModpostRelease.Linux73 || _texts.Add(text))
        {
            _aliases.Add(new Alias(Module, text));
        }
    }

    /// <summary>A text of the record, up to its NUL; where there is none in the field it ends with the field, and that is said.</summary>
    public ReadOnlySpan<byte> TextOf(in DeviceRecord record, DeviceField field) => UpToNul(record.Bytes(field), field.Name);

    /// <summary>What <see cref="TextOf"/> gives, of a part of a field.</summary>
    /// <param name="bytes">The part.</param>
    /// <param name="name">What messages call it.</param>
    public ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> bytes, string name)
    {
        int end = bytes.IndexOf((byte)0);
        if (end >= 0)
        {
            return bytes[..end];
        }

        Warn($"{ObjectName}: {Table}[{Index}].{name} has no NUL in its {bytes.Length} bytes: the alias ends with them");
        return bytes;
    }

    /// <summary>Says what is suspicious.</summary>
    public void Warn(string text) => scanned.Messages.Add(MessageLevel.Warning, text);

    /// <summary>Says what ends the run.</summary>
    /// <returns>The exception to throw.</returns>
    public FatalException Fatal(string text) => scanned.Messages.Fatal(text);
}
