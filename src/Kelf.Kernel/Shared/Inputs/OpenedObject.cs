// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>
/// The bytes of an object, mapped as long as this lives; of a compressed file (<c>ext4.ko.xz</c>) what it expands to.
/// </summary>
public sealed class OpenedObject : IDisposable
{
    private readonly IDisposable? _file;
    private readonly GrowingBuffer? _inflated;

    private OpenedObject(IDisposable? file, Region stored, DecompressionLimit limit)
    {
        (Limit, Budget) = (limit, limit.For(stored.Length));
        try
        {
            _inflated = FileDecompressor.TryInflate(stored, Budget);
        }
        catch
        {
            file?.Dispose();
            throw;
        }

        if (_inflated is null)
        {
            (_file, Contents) = (file, stored);
        }
        else
        {
            // What it was compressed to is needed no more.
            file?.Dispose();
            Contents = _inflated.Contents;
        }
    }

    /// <summary>All bytes of the object, decompressed.</summary>
    public Region Contents { get; }

    /// <summary>
    /// What its compressed sections may still expand to, after the file itself did: there is one budget for each file, of which
    /// the members of an archive have shares.
    /// </summary>
    public DecompressionBudget Budget { get; }

    /// <summary>What is left of the limit, for who looks for further streams in the object.</summary>
    public DecompressionLimit LimitLeft => Limit with { Bytes = Budget.Left };

    /// <summary>True when the file is compressed as a whole, so that nothing in it can be changed where it lies.</summary>
    public bool IsCompressed => _inflated is not null;

    /// <summary>What it may expand to; if it is an archive, what its members share.</summary>
    internal DecompressionLimit Limit { get; }

    /// <summary>Maps a file, and decompresses it if it is compressed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">What it may expand to.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    /// <exception cref="MalformedFileException">It is compressed, and damaged or too large.</exception>
    /// <exception cref="MissingLibraryException">The library for its compression is not installed.</exception>
    public static OpenedObject OfFile(string path, DecompressionLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        MappedFile file = MappedFile.Open(path);
        return new OpenedObject(file, file.Contents, limit);
    }

    /// <summary>The same of what may be a pipe, or standard input: see <see cref="InputBytes"/>.</summary>
    /// <param name="path">A file, a pipe, or <c>-</c>.</param>
    /// <param name="limit">What it may expand to.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    /// <exception cref="MalformedFileException">It is compressed, and damaged or too large.</exception>
    /// <exception cref="MissingLibraryException">The library for its compression is not installed.</exception>
    public static OpenedObject OfPipe(string path, DecompressionLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        InputBytes file = InputBytes.Open(path);
        return new OpenedObject(file, file.Contents, limit);
    }

    /// <summary>Maps a file that is going to be changed or copied as it is.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    /// <exception cref="RefusedException">It is compressed.</exception>
    public static OpenedObject ToEdit(string path)
    {
        MappedFile file = MappedFile.Open(path);
        if (FileDecompressor.IsCompressed(file.Contents))
        {
            file.Dispose();
            throw CannotBeEdited(path);
        }

        return new OpenedObject(file, file.Contents, DecompressionLimit.Standard);
    }

    /// <summary>Refuses to change the file where it lies, if it is compressed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefusedException">It is compressed.</exception>
    public void RefuseToEdit(string path)
    {
        if (IsCompressed)
        {
            throw CannotBeEdited(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflated?.Dispose();
        _file?.Dispose();
    }

    /// <summary>A member of an archive that is mapped.</summary>
    /// <param name="member">Its bytes.</param>
    /// <param name="archiveSize">Bytes of the archive.</param>
    /// <param name="limit">What the archive may expand to.</param>
    internal static OpenedObject OfMember(Region member, long archiveSize, DecompressionLimit limit) => new(
        null, member, member.Length == archiveSize ? limit : limit.OfPart(archiveSize, member.Length));

    private static RefusedException CannotBeEdited(string path) =>
        new(path, "it is compressed, and has to be changed or copied as it lies: decompress it first");
}
