// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>The bytes of a file that may be a pipe: mapped if that is possible, else read.</summary>
internal sealed class InputBytes : IDisposable
{
    private readonly MappedFile? _map;
    private readonly NativeBuffer? _buffer;

    private InputBytes(MappedFile? map, NativeBuffer? buffer)
    {
        (_map, _buffer) = (map, buffer);
    }

    /// <summary>All bytes.</summary>
    public Region Contents => _map?.Contents ?? _buffer!.Contents;

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static InputBytes Open(string path)
    {
        try
        {
            if (!Directory.Exists(path) && File.Exists(path))
            {
                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
                if (!file.CanSeek)
                {
                    return new InputBytes(null, Read(file, path));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(path, SystemMessage.Of(exception));
        }

        return new InputBytes(MappedFile.Open(path), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _map?.Dispose();
        _buffer?.Dispose();
    }

    private static NativeBuffer Read(Stream stream, string path)
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        NativeBuffer buffer = new(bytes.Length, new ByteSource(path));
        bytes.GetBuffer().AsSpan(0, (int)bytes.Length).CopyTo(buffer.Writable(0, (int)bytes.Length));
        return buffer;
    }
}
