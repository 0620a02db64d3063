// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Loading;

/// <summary>
/// The contents of a section as a program sees them: decompressed, relocated, and with all sections of the same
/// name (COMDAT groups make several) joined in file order. When nothing of that is needed, it is the file's own bytes.
/// </summary>
public sealed class LoadedSection : IDisposable
{
    private readonly NativeBuffer? _owned;
    private readonly Dictionary<ulong, uint> _unknownRelocations;

    internal LoadedSection(Region contents, NativeBuffer? owned, Dictionary<ulong, uint> unknownRelocations)
    {
        (Contents, _owned, _unknownRelocations) = (contents, owned, unknownRelocations);
    }

    /// <summary>True when the file has no section of that name; the contents are empty then.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>The bytes.</summary>
    public Region Contents { get; }

    /// <summary>True when at least one relocation was of a type that is not known, so that some field is not final.</summary>
    public bool HasUnknownRelocations => _unknownRelocations.Count > 0;

    /// <summary>Whether the field at <paramref name="offset"/> has a relocation of a type that is not known.</summary>
    /// <param name="offset">Offset in <see cref="Contents"/>.</param>
    /// <param name="type">The type's number.</param>
    public bool HasUnknownRelocation(ulong offset, out uint type) => _unknownRelocations.TryGetValue(offset, out type);

    internal static LoadedSection Absent(ByteSource source) => new(default(Region).As(source), null, []) { IsAbsent = true };

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();
}
