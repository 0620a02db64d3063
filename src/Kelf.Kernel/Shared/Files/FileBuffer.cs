// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;

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

    private const int FirstSize = 1 << 14;

    private byte[] _bytes = [];

    /// <summary>Reads a file.</summary>
    /// <returns>Its bytes, until it is disposed of or the next file is read.</returns>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public OpenedFile Open(string path)
    {
        ReadOnlySpan<byte> contents = Read(path);
        if (!contents.IsEmpty)
        {
            return new OpenedFile(contents, null);
        }

        InputBytes input = InputBytes.Open(path);
        return new OpenedFile(input.Contents.Span(), input);
    }

    /// <summary>True when there is something that is no directory.</summary>
    public static bool IsThere(string path) =>
        !path.Contains('\0', StringComparison.Ordinal) && FileIdentity.TryRead(path) is { IsDirectory: false };

    /// <summary>True when there is a file with these contents.</summary>
    public bool Holds(string path, ReadOnlySpan<byte> contents) =>
        contents.Length is 0 or > MostRead || OpenedFiles.Observer is not null
            ? OutputFile.HasContents(path, contents)
            : Read(path).SequenceEqual(contents);

    /// <summary>Reads a small file.</summary>
    /// <returns>Its bytes, until the next file is read; the empty region when it is to be opened in another way, which says what is wrong.</returns>
    public Region TryRead(string path) =>
        Read(path).Length is > 0 and int length ? Region.Of(_bytes.AsMemory(0, length), new ByteSource(path)) : default;

    // Only what has a length that is not too large. What has none may be empty, absent, a pipe, or made up while it is read.
    private ReadOnlySpan<byte> Read(string path)
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

        if (size > _bytes.Length)
        {
            int room = (int)BitOperations.RoundUpToPowerOf2((uint)size);
            _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(FirstSize, room));
        }

        try
        {
            Span<byte> contents = _bytes.AsSpan(0, (int)size);
            return SystemCalls.ReadAt(file, contents, 0) == size ? contents : default;
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

        internal OpenedFile(ReadOnlySpan<byte> bytes, InputBytes? owner)
        {
            Bytes = bytes;
            _owner = owner;
        }

        /// <summary>All of it.</summary>
        public ReadOnlySpan<byte> Bytes { get; }

        /// <summary>Closes it.</summary>
        public void Dispose() => _owner?.Dispose();
    }
}
