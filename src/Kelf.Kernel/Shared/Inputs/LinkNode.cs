// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>An input of a link: an object, or an archive, or what cannot be read.</summary>
/// <param name="input">Where it comes from; null for what stands in the place of members that cannot be found.</param>
/// <param name="limit">What the file, or the archive that it is in, may expand to.</param>
/// <typeparam name="T">What is read from an object.</typeparam>
internal sealed class LinkNode<T>(ObjectInput? input, DecompressionLimit limit)
{
    /// <summary>How messages name it.</summary>
    public string Name => input?.DisplayName ?? "";

    /// <summary>Its path when it is a file of its own, else null.</summary>
    public string? Path => input?.Path;

    /// <summary>What was read from the object.</summary>
    public T Result { get; private set; } = default!;

    /// <summary>What is wrong with it, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>It, opened, when it is an archive, else null. Whoever reads nodes closes it.</summary>
    public OpenedObject? Archive { get; private set; }

    /// <summary>What is in the archive, in file order.</summary>
    public List<LinkNode<T>> Members { get; set; } = [];

    /// <summary>The node of the same archive under another name, or null.</summary>
    public LinkNode<T>? SameAs { get; set; }

    /// <summary>What stands in the place of members that cannot be found.</summary>
    public static LinkNode<T> OfFailure(Exception failure) => new(null, DecompressionLimit.Standard) { Failure = failure };

    /// <summary>Reads the object, or notes that it is an archive. One thread reads a node; several read several.</summary>
    public void Read(Func<OpenedObject, T> read)
    {
        OpenedObject? opened = null;
        try
        {
            opened = input!.Open(limit);
            // What an archive expands to as a whole would have to be counted against its members: no linker reads such files either.
            if (!opened.IsCompressed && ArchiveReader.IsArchive(opened.Contents))
            {
                (Archive, opened) = (opened, null);
            }
            else
            {
                Result = read(opened);
            }
        }
        // All that is wrong is said at once.
        catch (Exception exception) when (exception is MalformedFileException or UnreadableFileException or MissingLibraryException)
        {
            Failure = exception;
        }
        finally
        {
            opened?.Dispose();
        }
    }
}
