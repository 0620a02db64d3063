// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Sorttable;

namespace Kelf.Cli.Commands.Sorttable;

/// <summary>Reads what <c>nm -S</c> printed.</summary>
internal static class NmListing
{
    /// <summary>Reads a listing, which may come through a pipe.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static OriginalFunctions Read(string path)
    {
        using InputBytes listing = InputBytes.Open(path);
        return new OriginalFunctions(listing.Contents.Span().ToArray());
    }
}
