// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Sorttable;

/// <summary>Reads what <c>nm -S</c> printed.</summary>
internal static class NmListing
{
    /// <summary>Reads a listing, which may come through a pipe.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static OriginalFunctions Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using MemoryStream text = new(file.CanSeek ? (int)Math.Min(file.Length, int.MaxValue) : 0);
            file.CopyTo(text);
            return new OriginalFunctions(text.GetBuffer().AsMemory(0, (int)text.Length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnreadableFileException(path, SystemMessage.Of(exception));
        }
    }
}
