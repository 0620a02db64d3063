// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Seeds;

/// <summary>A file that mutants are made from.</summary>
public sealed class Seed
{
    /// <summary>Creates a seed and finds its fields.</summary>
    /// <param name="name">Name in reports: a path below the directory of seeds, or that of a generated one.</param>
    /// <param name="bytes">Contents.</param>
    public Seed(string name, byte[] bytes)
    {
        (Name, Bytes) = (name, bytes);
        SeedMapper mapper = new(this);
        mapper.Map();
        Symbols = mapper.Symbols;
    }

    /// <summary>Name in reports.</summary>
    public string Name { get; }

    /// <summary>Contents.</summary>
    public byte[] Bytes { get; }

    /// <summary>Byte order of its numbers.</summary>
    public ByteOrder Order { get; internal set; }

    /// <summary>The fields that are known, by what they mean.</summary>
    public IReadOnlyDictionary<FieldKind, IReadOnlyList<SeedField>> Fields { get; internal set; } =
        new Dictionary<FieldKind, IReadOnlyList<SeedField>>();

    /// <summary>The kinds of <see cref="Fields"/>, in a fixed order.</summary>
    public IReadOnlyList<FieldKind> Kinds { get; internal set; } = [];

    /// <summary>Offsets of entries in their units: what references may be pointed at.</summary>
    public IReadOnlyList<ulong> Entries { get; internal set; } = [];

    /// <summary>Names of the defined symbols: what the symbol version engine is asked for, one per line.</summary>
    public byte[] Symbols { get; }
}
