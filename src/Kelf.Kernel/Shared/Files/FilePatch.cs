// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>Bytes that replace those at a place of a file that is edited where it lies.</summary>
/// <param name="Offset">Offset in the file.</param>
/// <param name="Bytes">The new bytes.</param>
public sealed record FilePatch(ulong Offset, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Writes patches; what a patch would not change is not written, so that an unchanged file keeps its time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">What it holds now.</param>
    /// <param name="patches">Patches that lie inside it.</param>
    /// <returns>True when something changed.</returns>
    /// <exception cref="UnwritableFileException">It cannot be written. It then is as it was.</exception>
    public static bool Apply(string path, Region contents, IEnumerable<FilePatch> patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        FilePatch[] changes =
            [.. patches.Where(patch => !contents.Span(patch.Offset, patch.Bytes.Length).SequenceEqual(patch.Bytes.Span))];
        if (changes.Length == 0)
        {
            return false;
        }

        try
        {
            // Copies: what is mapped changes with the file.
            byte[][] before = Array.ConvertAll(
                changes, patch => contents.Span(patch.Offset, patch.Bytes.Length).ToArray());
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            // A signal that ends the process waits: of the patches all are written, or none.
            using (Temporaries.Hold())
            {
                Write(file, changes, before);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }

    private static void Write(SafeFileHandle file, FilePatch[] changes, byte[][] before)
    {
        int done = 0;
        try
        {
            for (; done < changes.Length; done++)
            {
                RandomAccess.Write(file, changes[done].Bytes.Span, (long)changes[done].Offset);
            }
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // A file system that copies on write may be full. The patches that were written still have their place.
            for (int i = 0; i < done; i++)
            {
                RandomAccess.Write(file, before[i], (long)changes[i].Offset);
            }

            TryWrite(file, before[done], changes[done].Offset);
            throw;
        }
    }

    // Of the patch that failed, as much as was written can be written again; then it fails as before.
    private static void TryWrite(SafeFileHandle file, byte[] bytes, ulong offset)
    {
        try
        {
            RandomAccess.Write(file, bytes, (long)offset);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
        }
    }
}
