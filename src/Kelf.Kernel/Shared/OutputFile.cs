// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared;

/// <summary>
/// A file that appears whole or not at all: it is written beside its target and takes the target's name at the end.
/// </summary>
/// <remarks>
/// What is no ordinary file (<c>/dev/stdout</c>, <c>/dev/null</c>, the <c>/dev/fd/63</c> of a shell's process
/// substitution) is written directly: a new name would replace the device.
/// </remarks>
/// <example>
/// <code>
/// using OutputFile file = OutputFile.Create("vmlinux.symtypes", keepsTime: false);
/// file.Write(text);
/// file.Commit(); // without this call, Dispose leaves the target as it was
/// </code>
/// </example>
public sealed class OutputFile : IByteSink, IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private readonly string _target;
    private readonly string? _temporary;
    private readonly bool _keepsTime;
    private readonly FileStream _stream;

    private OutputFile(string path, bool keepsTime)
    {
        (_path, _keepsTime) = (path, keepsTime);
        bool isDevice = path.StartsWith("/dev/", StringComparison.Ordinal)
            || path.StartsWith("/proc/", StringComparison.Ordinal);
        // A symbolic link stays one; what it points to is replaced.
        _target = isDevice || new FileInfo(path).LinkTarget is null
            ? path
            : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        _temporary = isDevice ? null : TemporaryFor(_target);
        _stream = new FileStream(
            _temporary ?? _target,
            _temporary is null ? FileMode.Open : FileMode.CreateNew,
            FileAccess.Write,
            FileShare.Read,
            BufferSize);
        if (_temporary is not null && File.Exists(_target))
        {
            File.SetUnixFileMode(_stream.SafeFileHandle, File.GetUnixFileMode(_target));
        }
    }

    /// <summary>Opens an output.</summary>
    /// <param name="path">The target; its folder must exist.</param>
    /// <param name="keepsTime">Whether a target that has these contents already is left alone, time stamp and all.</param>
    /// <exception cref="UnwritableFileException">It cannot be made.</exception>
    public static OutputFile Create(string path, bool keepsTime)
    {
        try
        {
            return Directory.Exists(path)
                ? throw new UnwritableFileException(path, SystemMessage.IsDirectory)
                : new OutputFile(path, keepsTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }

    /// <summary>Makes the folder of an output, and those above it, if they are not there.</summary>
    /// <exception cref="UnwritableFileException">It cannot be made.</exception>
    public static void MakeFolderOf(string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }

    /// <summary>True when a file has these contents already, so that nothing need be written.</summary>
    public static bool HasContents(string path, ReadOnlySpan<byte> contents)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length != contents.Length)
            {
                return false;
            }

            using FileStream stream = File.OpenRead(path);
            Span<byte> buffer = new byte[BufferSize];
            for (int length; (length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
            {
                if (length > contents.Length || !buffer[..length].SequenceEqual(contents[..length]))
                {
                    return false;
                }

                contents = contents[length..];
            }

            return contents.IsEmpty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read may still be replaced.
            return false;
        }
    }

    /// <summary>
    /// Removes what runs that were killed left beside a target. Only for targets that are written under a lock: what another
    /// run is writing has the same kind of name.
    /// </summary>
    public static void RemoveLeftovers(string path)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        foreach (string leftover in Directory.EnumerateFiles(folder, $".{Path.GetFileName(path)}.*.tmp"))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="UnwritableFileException">They cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>The open file, for the system's ways to copy. What <see cref="Write"/> buffered is not in it yet.</summary>
    internal SafeFileHandle Handle => _stream.SafeFileHandle;

    /// <summary>Writes bytes at a place, whatever was written before. Not to be mixed with <see cref="Write"/>.</summary>
    /// <exception cref="UnwritableFileException">They cannot be written.</exception>
    public void WriteAt(ulong offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(Handle, bytes, (long)offset);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>Makes the file longer, with zeros, or shorter.</summary>
    /// <exception cref="UnwritableFileException">The file cannot be of that length.</exception>
    public void SetLength(ulong length)
    {
        try
        {
            RandomAccess.SetLength(Handle, (long)length);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>Gives the file the permissions of another.</summary>
    public void SetMode(UnixFileMode mode) => File.SetUnixFileMode(Handle, mode);

    /// <summary>Closes the file, which still has no name: thousands may wait for their commit.</summary>
    /// <exception cref="UnwritableFileException">What is still buffered cannot be written.</exception>
    public void Complete()
    {
        try
        {
            _stream.Dispose();
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
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
            if (_temporary is not null && !(_keepsTime && HasSameContents(_temporary, _target)))
            {
                File.Move(_temporary, _target, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableFileException(_path, SystemMessage.Of(e));
        }
    }

    /// <summary>Closes the file; what was not committed is gone.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (_temporary is not null)
        {
            File.Delete(_temporary);
        }
    }

    // Unique among the processes of a build, and hidden from `*` meanwhile.
    private static string TemporaryFor(string target) => Path.Combine(
        Path.GetDirectoryName(target) ?? string.Empty,
        string.Create(
            CultureInfo.InvariantCulture,
            $".{Path.GetFileName(target)}.{Environment.ProcessId}.{Environment.TickCount64:x}.tmp"));

    private static bool HasSameContents(string a, string b)
    {
        if (!File.Exists(b) || new FileInfo(a).Length != new FileInfo(b).Length)
        {
            return false;
        }

        using FileStream first = File.OpenRead(a);
        using FileStream second = File.OpenRead(b);
        byte[] left = new byte[BufferSize];
        byte[] right = new byte[BufferSize];
        for (int length; (length = first.ReadAtLeast(left, BufferSize, throwOnEndOfStream: false)) > 0;)
        {
            int other = second.ReadAtLeast(right, BufferSize, throwOnEndOfStream: false);
            if (!left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, other)))
            {
                return false;
            }
        }

        return true;
    }
}
