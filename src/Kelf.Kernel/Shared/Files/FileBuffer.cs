// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// A buffer that one small file after the other is read into. A mapping costs four times as much: the system has to put it among the
/// others, to fill in its pages, and to tell every processor when it is gone. Of one thread.
/// </summary>
public sealed class FileBuffer
{
    // The copy of more bytes than the nearest caches have costs as much as a mapping.
    private const int MostRead = 1 << 19;

    private readonly NativeBuffer _bytes = new(MostRead, new ByteSource("a buffer"));

    /// <summary>Reads a file.</summary>
    /// <returns>Its bytes, until it is disposed of or the next file is read.</returns>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public OpenedFile Open(string path)
    {
        Region contents = TryRead(path);
        if (!contents.IsEmpty)
        {
            return new OpenedFile(contents, null, this);
        }

        InputBytes input = InputBytes.Open(path);
        return new OpenedFile(input.Contents, input, this);
    }

    /// <summary>True when there is something that is no directory.</summary>
    public static bool IsThere(string path) =>
        !path.Contains('\0', StringComparison.Ordinal) && FileIdentity.TryRead(path) is { IsDirectory: false };

    /// <summary>True when there is a file with these contents.</summary>
    public bool Holds(string path, ReadOnlySpan<byte> contents)
    {
        if (contents.Length is 0 or > MostRead || OpenedFiles.Observer is not null)
        {
            return OutputFile.HasContents(path, contents);
        }

        bool isSame = TryRead(path).Span().SequenceEqual(contents);
        GC.KeepAlive(this);
        return isSame;
    }

    /// <summary>
    /// Reads a small file: what has a length that is not too large. What has none may be empty, absent, a pipe, or made up while it is read.
    /// </summary>
    /// <returns>Its bytes, until the next file is read; the empty region when it is to be opened in another way, which says what is wrong.</returns>
    public Region TryRead(string path)
    {
        // Whoever wants to see what was opened gets a region that stays.
        if (OpenedFiles.Observer is not null || path.Contains('\0', StringComparison.Ordinal))
        {
            return default;
        }

        int descriptor = SystemCalls.Open(SystemCalls.NativePath(path), SystemCalls.ReadOnly | SystemCalls.NonBlocking, 0);
        if (descriptor < 0)
        {
            return default;
        }

        using SafeFileHandle file = new(descriptor, ownsHandle: true);
        long size = SystemCalls.Size(file);
        if (size is <= 0 or > MostRead)
        {
            return default;
        }

        try
        {
            int length = SystemCalls.ReadAt(file, _bytes.Writable(0, (int)size), 0);
            return length == size ? _bytes.Contents.Slice(0, (ulong)size).As(new ByteSource(path)) : default;
        }
        catch (IOException)
        {
            // Directories have a length.
            return default;
        }
    }

    /// <summary>The bytes of a file as long as it is open.</summary>
    public readonly ref struct OpenedFile
    {
        private readonly InputBytes? _owner;
        private readonly FileBuffer _buffer;

        internal OpenedFile(Region contents, InputBytes? owner, FileBuffer buffer)
        {
            Bytes = contents.Span();
            _owner = owner;
            _buffer = buffer;
        }

        /// <summary>All of it.</summary>
        public ReadOnlySpan<byte> Bytes { get; }

        /// <summary>Closes it.</summary>
        public void Dispose()
        {
            _owner?.Dispose();
            GC.KeepAlive(_buffer);
        }
    }
}
