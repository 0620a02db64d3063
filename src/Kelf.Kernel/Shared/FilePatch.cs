// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared;

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
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
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
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            foreach (FilePatch patch in changes)
            {
                RandomAccess.Write(file, patch.Bytes.Span, (long)patch.Offset);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }
}
