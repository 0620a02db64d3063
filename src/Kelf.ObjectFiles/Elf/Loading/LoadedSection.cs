// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.ObjectFiles.Elf.Loading;

/// <summary>
/// The contents of a section as a program sees them: decompressed, relocated, and with all sections of the same
/// name (COMDAT groups make several) joined in file order. When nothing of that is needed, it is the file's own bytes.
/// </summary>
public sealed class LoadedSection : IDisposable
{
    private readonly NativeBuffer? _owned;
    private readonly ElfMachine _machine;
    private readonly Dictionary<ulong, uint> _unknownRelocations;
    private readonly ulong[] _unknownOffsets;

    private readonly HashSet<ulong> _zeros;

    internal LoadedSection(
        Region contents, NativeBuffer? owned, ElfMachine machine, Dictionary<ulong, uint> unknownRelocations, HashSet<ulong> zeros)
    {
        (Contents, _owned, _machine, _unknownRelocations, _zeros) = (contents, owned, machine, unknownRelocations, zeros);
        _unknownOffsets = [.. unknownRelocations.Keys];
        Array.Sort(_unknownOffsets);
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

    /// <summary>
    /// Whether the field at <paramref name="offset"/> has 0 by a relocation: in relocatable files an address as any other, where
    /// zeros without one may end a list.
    /// </summary>
    internal bool IsRelocatedToZero(ulong offset) => _zeros.Contains(offset);

    /// <summary>Makes sure that the bytes of a range are final, for who cannot do with others.</summary>
    /// <param name="start">Offset of the first one.</param>
    /// <param name="end">Offset after the last one.</param>
    /// <exception cref="MalformedFileException">A relocation in the range is of a type that is not known.</exception>
    internal void CheckRelocations(ulong start, ulong end)
    {
        if (_unknownOffsets.Length == 0)
        {
            return;
        }

        int at = Array.BinarySearch(_unknownOffsets, start);
        at = at >= 0 ? at : ~at;
        if (at < _unknownOffsets.Length && _unknownOffsets[at] < end)
        {
            ulong offset = _unknownOffsets[at];
            throw Contents.Malformed(
                offset, $"relocation type {RelocationNames.Describe(_machine, _unknownRelocations[offset])} is not supported");
        }
    }

    /// <summary>A part of a section without relocations; the bytes stay the whole one's.</summary>
    /// <exception cref="MalformedFileException">It reaches outside.</exception>
    internal LoadedSection Part(ulong offset, ulong length) => new(Contents.Slice(offset, length), null, _machine, [], []);

    internal static LoadedSection Absent(ByteSource source) =>
        new(default(Region).As(source), null, ElfMachine.None, [], []) { IsAbsent = true };

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();
}
