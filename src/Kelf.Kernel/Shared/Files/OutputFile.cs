// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// A file that appears whole or not at all: it is written beside its target and takes the target's name at the end.
/// </summary>
/// <remarks>
/// What is no ordinary file (a terminal, <c>/dev/null</c>, a pipe, the <c>/dev/fd/63</c> of a shell's process substitution, the log
/// that <c>/dev/stdout</c> is) is written directly: a new file would replace the device, or lose the log
/// (<see cref="OutputTarget"/>). Links stay; what they lead to is replaced, or made. A file that is replaced leaves mode, owner, group
/// and extended attributes to the new one (<see cref="KeptAttributes"/>).
/// </remarks>
/// <example>
/// <code>
/// using OutputFile file = OutputFile.Create("vmlinux.symtypes", keepsTime: false);
/// file.Write(text);
/// file.Commit(); // without this call, Dispose leaves the target as it was
/// </code>
/// </example>
public sealed partial class OutputFile : IByteSink, IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private readonly bool _keepsTime;
    private readonly OutputTarget _target;
    private readonly TemporaryFile? _temporary;
    private readonly SafeFileHandle? _direct;
    private readonly ulong _start;
    private byte[]? _buffer;
    private int _buffered;
    private UnixFileMode? _mode;
    private bool _isChecked;
    private bool _isComplete;

    private OutputFile(string path, bool keepsTime)
    {
        (_path, _keepsTime, _target) = (path, keepsTime, OutputTarget.Find(path));
        if (_target.IsDirect)
        {
            _direct = _target.Open();
            _start = _target.Status is { IsRegular: true } ? SystemCalls.Position(_direct) : 0;
        }
        else
        {
            _temporary = TemporaryFile.Create(_target.Place);
        }
    }

    /// <summary>
    /// Told a line for each file that was replaced although it has other names, which still lead to the old contents; null when
    /// nobody wants to know.
    /// </summary>
    public static Action<string>? TellReplaced { get; set; }

    /// <summary>The open file, for the system's ways to copy. What <see cref="Write"/> buffered is not in it yet.</summary>
    internal SafeFileHandle Handle => _temporary?.Handle ?? _direct!;

    /// <summary>Opens an output.</summary>
    /// <param name="path">The target; its directory must exist.</param>
    /// <param name="keepsTime">Whether a target that has these contents already is left alone, time stamp and all.</param>
    /// <exception cref="UnwritableFileException">It cannot be made.</exception>
    public static OutputFile Create(string path, bool keepsTime)
    {
        try
        {
            return new OutputFile(path, keepsTime);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="UnwritableFileException">They cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_buffered + bytes.Length > BufferSize)
        {
            Flush();
        }

        if (bytes.Length >= BufferSize)
        {
            WriteOut(bytes);
            return;
        }

        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    /// <summary>Writes bytes at a place, whatever was written before. Not to be mixed with <see cref="Write"/>.</summary>
    /// <exception cref="UnwritableFileException">They cannot be written.</exception>
    public void WriteAt(ulong offset, ReadOnlySpan<byte> bytes)
    {
        ulong place = PlaceOf(offset);
        try
        {
            SystemCalls.WriteAt(Handle, bytes, place);
        }
        catch (IOException e)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>Makes the file longer, with zeros, or shorter.</summary>
    /// <exception cref="UnwritableFileException">The file cannot be of that length.</exception>
    public void SetLength(ulong length)
    {
        ulong end = PlaceOf(length);
        try
        {
            SystemCalls.SetLength(Handle, end);
            if (_direct is not null)
            {
                // Who writes to it next writes after it.
                SystemCalls.SetPosition(_direct, end);
            }
        }
        catch (IOException e)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>Gives the file these permissions, whatever those of its target are. A device keeps its own.</summary>
    public void SetMode(UnixFileMode mode) => _mode = mode;

    /// <summary>Writes what is still buffered.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    internal void Flush()
    {
        int length = _buffered;
        _buffered = 0;
        WriteOut(_buffer.AsSpan(0, length));
    }

    /// <summary>Everything is written, but has no place yet: thousands may wait for their commit.</summary>
    /// <exception cref="UnwritableFileException">What is still buffered cannot be written.</exception>
    public void Complete()
    {
        if (_isComplete)
        {
            return;
        }

        Flush();
        _isComplete = true;
        try
        {
            if (_temporary is null)
            {
                SystemCalls.Close(_direct!);
                return;
            }

            if (_target.Status is { } status)
            {
                KeptAttributes.TakeOver(_target.Place, status, _temporary.Handle, _mode);
            }
            else if (_mode is { } mode)
            {
                KeptAttributes.SetMode(_temporary.Handle, (uint)mode);
            }

            _temporary.Rest();
        }
        catch (IOException e)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>Gives the file its name; call it once, after everything was written.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written or renamed.</exception>
    public void Commit()
    {
        Complete();
        try
        {
            if (_temporary is not null && !(_keepsTime && IsInPlace(_temporary)))
            {
                _temporary.TakePlace(isFree: _target.Status is null);
                if (_target.Status is { Links: > 1 } former)
                {
                    TellReplaced?.Invoke(
                        $"{_path}: was one of {former.Links} names of a file (hard links); the others have the old contents");
                }
            }
        }
        catch (IOException e)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>Closes the file; what was not committed is gone.</summary>
    public void Dispose()
    {
        _temporary?.Dispose();
        _direct?.Dispose();
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Where in <see cref="Handle"/> a place of the output is: what a descriptor stands for may begin before it.</summary>
    /// <exception cref="UnwritableFileException">The output takes bytes only one after the other.</exception>
    internal ulong PlaceOf(ulong offset)
    {
        if (_direct is not null && !_isChecked)
        {
            CheckDirect(_direct);
            if (SystemCalls.Appends(_direct))
            {
                throw new UnwritableFileException(_path, "is open for appending, and this is not written from its start to its end");
            }
        }

        return _start + offset;
    }

    private void WriteOut(ReadOnlySpan<byte> bytes)
    {
        if (_direct is not null && !_isChecked && !bytes.IsEmpty)
        {
            CheckDirect(_direct);
        }

        try
        {
            SystemCalls.Write(Handle, bytes);
        }
        catch (IOException e)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    // Not when it is opened: some outputs are there before the inputs.
    private void CheckDirect(SafeFileHandle file)
    {
        _isChecked = true;
        FileIdentity status = FileIdentity.Of(file);
        if (!status.IsSameFile(_target.Status!.Value))
        {
            throw new UnwritableFileException(_path, "was replaced by another file while it was opened");
        }

        if (status.HoldsData && MappedTarget.IsMapped(status))
        {
            throw new UnwritableFileException(_path, "is an input, too, and cannot be written while it is read");
        }
    }

    private bool IsInPlace(TemporaryFile temporary)
    {
        try
        {
            if (_target.Status is not { } status)
            {
                return false;
            }

            using SafeFileHandle there = OpenForReading(_target.Place);
            temporary.Wake();
            if (FileIdentity.Of(temporary.Handle).Size != status.Size)
            {
                return false;
            }

            byte[] left = new byte[BufferSize];
            byte[] right = new byte[BufferSize];
            for (ulong done = 0; ;)
            {
                int length = SystemCalls.ReadAt(temporary.Handle, left, done);
                int other = SystemCalls.ReadAt(there, right, done);
                if (!left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, other)))
                {
                    return false;
                }

                if (length == 0)
                {
                    return true;
                }

                done += (uint)length;
            }
        }
        catch (IOException)
        {
            // What cannot be read may still be replaced.
            return false;
        }
    }
}
