// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>
/// A file that may hold what is looked for: mapped, or, where the system makes it up while it is read (<c>/sys</c>, <c>/proc</c>), read.
/// </summary>
public sealed class ImageFile : IDisposable
{
    private readonly IDisposable _owner;

    private ImageFile(IDisposable owner, Region contents) => (_owner, Contents) = (owner, contents);

    /// <summary>Its bytes.</summary>
    public Region Contents { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    /// <exception cref="CodedException">It is larger than it may be.</exception>
    public static ImageFile Open(string path, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(limits);
        string full = Path.GetFullPath(path);
        if (!full.StartsWith("/sys/", StringComparison.Ordinal) && !full.StartsWith("/proc/", StringComparison.Ordinal))
        {
            MappedFile file = MappedFile.Open(path);
            return new ImageFile(file, file.Contents);
        }

        GrowingBuffer buffer = new(new ByteSource(path), limits.Input);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            while (true)
            {
                Span<byte> room = buffer.Room();
                if (room.IsEmpty)
                {
                    throw new CodedException("X-LIMIT", $"more than {limits.Input} bytes", path);
                }

                // One read gives a page at most.
                int got = stream.Read(room);
                if (got == 0)
                {
                    return new ImageFile(buffer, buffer.Contents);
                }

                buffer.Advance(got);
            }
        }
        catch (Exception e)
        {
            buffer.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new UnreadableFileException(path, SystemMessage.Of(e));
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owner.Dispose();
}
