// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// An edited file whose every byte has its place: ranges of the old file, and new bytes. Nothing but the new bytes is in
/// memory. What neither fills is zeros.
/// </summary>
public sealed class EditedFile
{
    private readonly PatchList _patches;

    internal EditedFile(
        ElfFile source, ulong size, IReadOnlyList<PlacedCopy> copies, IReadOnlyList<PlacedBytes> written, PatchList patches)
    {
        (Source, Size, Copies, Written, _patches) = (source, size, copies, written, patches);
    }

    /// <summary>The file that is edited.</summary>
    public ElfFile Source { get; }

    /// <summary>Size of the result in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Ranges of the old file.</summary>
    public IReadOnlyList<PlacedCopy> Copies { get; }

    /// <summary>New bytes.</summary>
    public IReadOnlyList<PlacedBytes> Written { get; }

    /// <summary>True when bytes that are copied are changed too: then only <see cref="WriteTo"/> gives the result.</summary>
    public bool HasPatches => _patches.Count > 0;

    /// <summary>Writes the result, from its first byte to its last.</summary>
    public void WriteTo(ByteWriter write)
    {
        ArgumentNullException.ThrowIfNull(write);
        List<(ulong Target, ReadOnlyMemory<byte> Bytes, FileRange Source)> pieces =
        [
            .. Copies.Select(copy => (copy.Target, default(ReadOnlyMemory<byte>), copy.Source)),
            .. Written.Select(bytes => (bytes.Offset, bytes.Bytes, default(FileRange))),
        ];
        ulong position = 0;
        foreach ((ulong target, ReadOnlyMemory<byte> bytes, FileRange source) in pieces.OrderBy(piece => piece.Target))
        {
            WriteZeros(target - position, write);
            _patches.Copy(Source.Image.Slice(source.Offset, source.Length), source.Offset, write);
            write(bytes.Span);
            position = target + source.Length + (ulong)bytes.Length;
        }

        WriteZeros(Size - position, write);
    }

    internal static void WriteZeros(ulong count, ByteWriter write)
    {
        Span<byte> zeros = stackalloc byte[4096];
        zeros.Clear();
        for (; count > 0; count -= Math.Min(count, (ulong)zeros.Length))
        {
            write(zeros[..(int)Math.Min(count, (ulong)zeros.Length)]);
        }
    }
}
