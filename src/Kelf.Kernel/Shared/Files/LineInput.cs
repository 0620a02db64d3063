// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Files;

/// <summary>The lines of an input: all of a file, of everything else what has come.</summary>
public sealed class LineInput : IDisposable
{
    // Of a file at a time: what the caches of a processor hold.
    private const int Block = 1 << 20;
    private const int FirstRoom = 1 << 16;

    private readonly InputBytes? _file;
    private readonly UnmappedInput? _stream;
    // What was read of a stream, if someone wants to know.
    private readonly ByteBuilder? _read = OpenedFiles.Observer is null ? null : new ByteBuilder();
    private byte[] _room = [];
    private int _length;
    private ulong _offset;
    private int _given;
    private bool _isAtEnd;

    private LineInput(InputBytes file) => _file = file;

    private LineInput(UnmappedInput stream) => (_stream, _room) = (stream, new byte[FirstRoom]);

    /// <summary>True for a file, which is there as a whole and can be read again.</summary>
    public bool IsWhole => _file is not null;

    /// <summary>Opens an input.</summary>
    /// <param name="path">A file, a pipe, or <c>-</c> for standard input.</param>
    /// <exception cref="UnreadableFileException">It cannot be opened.</exception>
    public static LineInput Open(string path) => InputBytes.OpenStream(path) is { } stream
        ? new LineInput(stream)
        : new LineInput(InputBytes.Open(path));

    /// <summary>The next lines: whole ones, except that the last of the input may have no end. Waits until there is one.</summary>
    /// <returns>Lines, valid until the next call; nothing at the end.</returns>
    /// <exception cref="UnreadableFileException">It cannot be read, or a line of a stream is longer than <see cref="InputBytes.DefaultLimit"/>.</exception>
    public ReadOnlySpan<byte> Next() => _stream is null ? NextOfFile(_file!.Contents) : NextOfStream(_stream);

    /// <summary>Goes back to the beginning of a file.</summary>
    public void Rewind() => _offset = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream is not null && _read is not null)
        {
            OpenedFiles.Tell(_stream.Name, Region.Of(_read.Bytes.ToArray(), new ByteSource(_stream.Name)));
        }

        _file?.Dispose();
        _stream?.Dispose();
    }

    private ReadOnlySpan<byte> NextOfFile(Region contents)
    {
        ulong left = (ulong)contents.Length - _offset;
        ReadOnlySpan<byte> block = contents.Span(_offset, (int)Math.Min(left, Block));
        int end = block.LastIndexOf((byte)'\n') + 1;
        if ((ulong)block.Length < left && end == 0)
        {
            block = contents.Span(_offset, (int)Math.Min(left, int.MaxValue));
            end = block.IndexOf((byte)'\n') + 1;
            end = end == 0 ? block.Length : end;
        }

        block = (ulong)block.Length < left ? block[..end] : block;
        _offset += (ulong)block.Length;
        return block;
    }

    private ReadOnlySpan<byte> NextOfStream(UnmappedInput stream)
    {
        _room.AsSpan(_given.._length).CopyTo(_room);
        (_length, _given) = (_length - _given, 0);
        for (int searched = 0; !_isAtEnd;)
        {
            int end = _room.AsSpan(searched.._length).LastIndexOf((byte)'\n');
            if (end >= 0)
            {
                _given = searched + end + 1;
                return _room.AsSpan(0, _given);
            }

            searched = _length;
            Read(stream);
        }

        _given = _length;
        return _room.AsSpan(0, _length);
    }

    private void Read(UnmappedInput stream)
    {
        if (_length == _room.Length)
        {
            if (_room.Length >= InputBytes.DefaultLimit)
            {
                throw new UnreadableFileException(stream.Name, $"a line of more than {InputBytes.DefaultLimit >> 20} MiB");
            }

            Array.Resize(ref _room, _room.Length * 2);
        }

        int got = stream.Read(_room.AsSpan(_length));
        _read?.Write(_room.AsSpan(_length, got));
        _length += got;
        _isAtEnd = got == 0;
    }
}
