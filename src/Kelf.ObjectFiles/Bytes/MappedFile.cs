// SPDX-License-Identifier: GPL-2.0-only
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>A file mapped read-only into memory, once, for as long as the object lives.</summary>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;

    private MappedFile(string path, MemoryMappedFile? map, MemoryMappedViewAccessor? view, long length)
    {
        (Path, _map, _view) = (path, map, view);
        byte* start = null;
        if (view is not null)
        {
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
        }

        Contents = new Region(start, length, new ByteSource(path));
    }

    /// <summary>Path as given.</summary>
    public string Path { get; }

    /// <summary>All bytes of the file.</summary>
    public Region Contents { get; }

    /// <summary>Opens and maps a file.</summary>
    /// <exception cref="UnreadableFileException">The file is absent, unreadable or a directory.</exception>
    public static MappedFile Open(string path)
    {
        try
        {
            // Shared with everyone: anything less would lock the file, two system calls for each of a thousand objects.
            using SafeFileHandle handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            long length = RandomAccess.GetLength(handle);
            if (length == 0)
            {
                // mmap refuses empty files; an empty region says the same.
                return new MappedFile(path, null, null, 0);
            }

            MemoryMappedFile map = MemoryMappedFile.CreateFromFile(
                handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new MappedFile(path, map, map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnreadableFileException(path, Reason(path, e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _map?.Dispose();
    }

    private static string Reason(string path, Exception e) => e switch
    {
        _ when Directory.Exists(path) => "Is a directory",
        FileNotFoundException or DirectoryNotFoundException => Marshal.GetPInvokeErrorMessage(2),
        UnauthorizedAccessException => Marshal.GetPInvokeErrorMessage(13),
        _ => e.Message,
    };
}
