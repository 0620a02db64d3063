// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>The bytes of an object, mapped as long as this lives.</summary>
internal sealed class ObjectImage(MappedFile? file, Region contents, long fileSize) : IDisposable
{
    /// <summary>All bytes of the object.</summary>
    public Region Contents => contents;

    /// <summary>What the object may expand to when a file may to so much: an archive's members share.</summary>
    public DecompressionLimit Share(DecompressionLimit limit) =>
        contents.Length == fileSize ? limit : limit.OfPart(fileSize, contents.Length);

    /// <summary>Maps a file.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static ObjectImage OfFile(string path)
    {
        MappedFile file = MappedFile.Open(path);
        return new ObjectImage(file, file.Contents, file.Contents.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
