// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>
/// The contents of a section as a program sees them: decompressed, relocated, and with all sections of the same
/// name (COMDAT groups make several) joined in file order. When nothing of that is needed, it is the file's own bytes.
/// </summary>
public sealed class LoadedSection : IDisposable
{
    private readonly NativeBuffer? _owned;
    private readonly ulong[] _unknownRelocations;

    internal LoadedSection(Region contents, NativeBuffer? owned, ulong[] unknownRelocations)
    {
        (Contents, _owned, _unknownRelocations) = (contents, owned, unknownRelocations);
    }

    /// <summary>No section of that name.</summary>
    public static LoadedSection Absent { get; } = new(default, null, []);

    /// <summary>The bytes.</summary>
    public Region Contents { get; }

    /// <summary>True when at least one relocation was of a type that is not known, so that some field is not final.</summary>
    public bool HasUnknownRelocations => _unknownRelocations.Length > 0;

    /// <summary>True when the field at <paramref name="offset"/> has a relocation of unknown type.</summary>
    public bool IsUnknownRelocation(ulong offset) => Array.BinarySearch(_unknownRelocations, offset) >= 0;

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();
}
