// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using System.Text;

namespace Kelf.Kernel.Shared.Files;

/// <summary>A directory that appears whole or not at all; <see cref="Temporaries"/> owns it until then.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly string _place;
    private bool _isOwned = true;

    private TemporaryDirectory(string place, string path) => (_place, Path) = (place, path);

    /// <summary>Where it is meanwhile.</summary>
    public string Path { get; }

    /// <summary>Makes it, beside its place.</summary>
    /// <param name="place">The path that it shall have.</param>
    /// <param name="mode">Its permissions, less the umask.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static TemporaryDirectory Create(string place, UnixFileMode mode)
    {
        byte[] path = TemporaryFile.PathFor(SystemCalls.NativePath(place));
        using Lock.Scope held = Temporaries.Hold();
        // The runtime's way takes one that is there already.
        if (MakeDirectory(path, (uint)mode) != 0)
        {
            throw SystemCalls.LastError();
        }

        TemporaryDirectory directory = new(place, Encoding.UTF8.GetString(path.AsSpan(0, path.Length - 1)));
        Temporaries.AddDirectory(directory.Path);
        return directory;
    }

    /// <summary>Makes one that other programs name in what they say, so that its name is always the same; what was there is gone.</summary>
    /// <param name="path">Its path, until it is removed.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static TemporaryDirectory CreateAt(string path)
    {
        using Lock.Scope held = Temporaries.Hold();
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path);
        Temporaries.AddDirectory(path);
        return new TemporaryDirectory(path, path);
    }

    /// <summary>Gives it its place, which must be free.</summary>
    /// <exception cref="IOException">It cannot have it.</exception>
    public void TakePlace()
    {
        using Lock.Scope held = Temporaries.Hold();
        Directory.Move(Path, _place);
        Temporaries.RemoveDirectory(Path);
        _isOwned = false;
    }

    /// <summary>Removes it, unless it has its place.</summary>
    public void Dispose()
    {
        if (_isOwned)
        {
            using Lock.Scope held = Temporaries.Hold();
            Directory.Delete(Path, recursive: true);
            Temporaries.RemoveDirectory(Path);
            _isOwned = false;
        }
    }

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static extern int MakeDirectory([In] byte[] path, uint mode);
}
