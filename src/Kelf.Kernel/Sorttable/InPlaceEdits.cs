// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// Changes a file where it is: it stays the same file for hard links and open descriptors, and bytes that do not change
/// are not written.
/// </summary>
internal static class InPlaceEdits
{
    /// <summary>Makes the edits in their order; with none of them the file is not opened and keeps its time.</summary>
    /// <exception cref="UnwritableFileException">
    /// The file cannot be written, or it no longer has the bytes that the edits were made for. What was written is taken
    /// back.
    /// </exception>
    public static void Write(string path, IReadOnlyList<FileEdit> edits)
    {
        if (edits.Count == 0)
        {
            return;
        }

        try
        {
            // Sharing all: the runtime would otherwise lock the file, and another process may read it.
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            foreach (FileEdit edit in edits)
            {
                RefuseOther(file, path, edit);
            }

            Write(file, edits);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }

    private static void RefuseOther(SafeFileHandle file, string path, FileEdit edit)
    {
        byte[] now = new byte[edit.Before.Length];
        int length = 0;
        for (int got; length < now.Length
            && (got = RandomAccess.Read(file, now.AsSpan(length), (long)edit.Offset + length)) > 0;)
        {
            length += got;
        }

        if (!edit.Before.Span.SequenceEqual(now.AsSpan(0, length)))
        {
            throw new UnwritableFileException(path, "the file was changed by another program meanwhile");
        }
    }

    private static void Write(SafeFileHandle file, IReadOnlyList<FileEdit> edits)
    {
        int done = 0;
        try
        {
            for (; done < edits.Count; done++)
            {
                RandomAccess.Write(file, edits[done].After.Span, (long)edits[done].Offset);
            }
        }
        catch (IOException)
        {
            // A file system that copies on write may be full. The old bytes then still have their place.
            for (int i = Math.Min(done, edits.Count - 1); i >= 0; i--)
            {
                RandomAccess.Write(file, edits[i].Before.Span, (long)edits[i].Offset);
            }

            throw;
        }
    }
}
