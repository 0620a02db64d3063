// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>A file of a link, or a member of an archive: an object, or an archive, or what cannot be read.</summary>
internal sealed class LinkNode<T>
{
    private readonly Func<Region>? _member;

    private readonly string? _displayName;

    private LinkNode(string name, string? path, Func<Region>? member, string? displayName)
    {
        (Name, Path, _member, _displayName) = (name, path, member, displayName);
    }

    /// <summary>How messages name it.</summary>
    public string Name { get; }

    /// <summary>Its path when it is a file of its own, else null.</summary>
    public string? Path { get; }

    /// <summary>What was read from the object.</summary>
    public T Result { get; private set; } = default!;

    /// <summary>What is wrong with it, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Its bytes when it is an archive, else null.</summary>
    public Region? Archive { get; private set; }

    /// <summary>The file that has to stay open while its archive is used.</summary>
    public MappedFile? OpenedArchive { get; private set; }

    /// <summary>What is in the archive, in file order.</summary>
    public List<LinkNode<T>> Members { get; set; } = [];

    /// <summary>The node of the same archive under another name, or null.</summary>
    public LinkNode<T>? SameAs { get; set; }

    /// <summary>A file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="displayName">The member of a thin archive that names it first, or null.</param>
    public static LinkNode<T> OfFile(string path, string? displayName) => new(path, path, null, displayName);

    /// <summary>A member of an archive.</summary>
    /// <param name="name">Its display name.</param>
    /// <param name="contents">Finds its bytes, or fails as the readers of files do.</param>
    public static LinkNode<T> OfMember(string name, Func<Region> contents) => new(name, null, contents, name);

    /// <summary>What stands in the place of members that cannot be found.</summary>
    public static LinkNode<T> OfFailure(Exception failure) => new("", null, null, null) { Failure = failure };

    /// <summary>Reads the object, or notes that it is an archive. One thread reads a node; several read several.</summary>
    public void Read(Func<Region, T> read)
    {
        MappedFile? file = null;
        try
        {
            file = Path is null ? null : MappedFile.Open(Path);
            Region contents = file?.Contents ?? _member!();
            if (ArchiveReader.IsArchive(contents))
            {
                (Archive, OpenedArchive, file) = (contents, file, null);
            }
            else
            {
                Result = read(contents);
            }
        }
        // All that is wrong is said at once.
        catch (Exception exception) when (exception is MalformedFileException or UnreadableFileException)
        {
            Failure = exception is UnreadableFileException unreadable && _displayName is { } member
                ? ObjectInput.OfMember(member, unreadable)
                : exception;
        }
        finally
        {
            file?.Dispose();
        }
    }
}
