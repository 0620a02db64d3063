// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Hashes;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// The contents of an output before they have their place: a file without a name, where the file system has such, so that nothing
/// is left however the process ends; else one with a short hidden name, which <see cref="Temporaries"/> owns.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const int DefaultMode = 0b110_110_110; // less the umask
    private const ulong MostWaiting = 256;

    // Most descriptors are for what is read and written meanwhile.
    private static readonly Lazy<int> s_mostOpen = new(() => (int)Math.Min(MostWaiting, SystemCalls.DescriptorLimit() / 4));

    // A file without a name gets one through /proc; a small root has none.
    private static readonly bool s_hasProc = SystemCalls.Access(SystemCalls.NativePath("/proc/self/fd"), 0) == 0;

    private static int s_count;

    private readonly byte[] _place;
    private byte[]? _path;
    private Temporaries.Name? _name;

    private TemporaryFile(byte[] place)
    {
        _place = place;
        int descriptor = s_hasProc
            ? SystemCalls.Open(OutputTarget.DirectoryOf(place), SystemCalls.Nameless | SystemCalls.ReadWrite, DefaultMode)
            : -1;
        // Whatever the reason: with a name it works, or tells why it does not.
        Handle = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : CreateNamed();
    }

    /// <summary>The open file, for reading and writing; closed by <see cref="Rest"/> if it has a name by then.</summary>
    public SafeFileHandle Handle { get; private set; }

    /// <summary>A path by which other programs can open it as long as it is open here.</summary>
    public string PathForOthers => _path is { } path
        ? Encoding.UTF8.GetString(path.AsSpan(0, path.Length - 1))
        : string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{Handle.DangerousGetHandle()}");

    /// <summary>Makes the file, in the directory of its place.</summary>
    /// <param name="place">Path with a zero at the end; not that of a symbolic link.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static TemporaryFile Create(byte[] place) => new(place);

    /// <summary>
    /// Names of temporary files for a place are this with something for the star; no longer than 32 bytes, since that of the
    /// place may be as long as names can be.
    /// </summary>
    public static string PatternFor(byte[] place) => NameFor(place, "*");

    /// <summary>A path for something temporary beside a place.</summary>
    public static byte[] PathFor(byte[] place)
    {
        // Unique among the processes of a build; a name that is there is not taken.
        int number = Environment.ProcessId + (Interlocked.Increment(ref s_count) << 22);
        string name = NameFor(place, string.Create(
            CultureInfo.InvariantCulture, $"{(uint)number:x8}{(ushort)(Stopwatch.GetTimestamp() >> 10):x4}"));
        return [.. place.AsSpan(0, place.AsSpan().LastIndexOf((byte)'/') + 1), .. Encoding.ASCII.GetBytes(name), 0];
    }

    /// <summary>
    /// Everything is written. Thousands may wait for their place: what has a name is closed, and what has none gets one when too
    /// many are open.
    /// </summary>
    /// <exception cref="IOException">The system could not write all of it.</exception>
    public void Rest()
    {
        if (_path is null && Handle.DangerousGetHandle() > s_mostOpen.Value)
        {
            using (Temporaries.Hold())
            {
                GiveName();
            }
        }

        if (_path is not null && !Handle.IsClosed)
        {
            SystemCalls.Close(Handle);
        }
    }

    /// <summary>Opens what was closed while it waited.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public void Wake()
    {
        if (Handle.IsClosed)
        {
            int descriptor = SystemCalls.Open(_path!, SystemCalls.ReadWrite, 0);
            Handle = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw SystemCalls.LastError();
        }
    }

    /// <summary>Gives the file its place, in one step: who opens it sees the old contents or the new.</summary>
    /// <param name="isFree">Whether nothing was there.</param>
    /// <exception cref="IOException">It cannot have it.</exception>
    public void TakePlace(bool isFree)
    {
        if (_path is null && isFree && SystemCalls.Link(Handle, _place))
        {
            return;
        }

        using (Temporaries.Hold())
        {
            if (_path is null)
            {
                GiveName();
            }

            if (SystemCalls.Rename(_path!, _place) != 0)
            {
                throw SystemCalls.LastError();
            }

            Temporaries.Remove(_name!);
            _name = null;
        }
    }

    /// <summary>Closes the file; without its place it is gone.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        if (_name is not null)
        {
            using (Temporaries.Hold())
            {
                _ = SystemCalls.Unlink(_path!);
                Temporaries.Remove(_name);
                _name = null;
            }
        }
    }

    private static string NameFor(byte[] place, string rest)
    {
        ReadOnlySpan<byte> name = place.AsSpan(place.AsSpan().LastIndexOf((byte)'/') + 1);
        return string.Create(CultureInfo.InvariantCulture, $".kelf-{Crc32.Append(0, name):x8}-{rest}.tmp");
    }

    private SafeFileHandle CreateNamed()
    {
        int descriptor = -1;
        using (Temporaries.Hold())
        {
            TakeName(path => (descriptor = SystemCalls.Open(
                path, SystemCalls.ReadWrite | SystemCalls.Create | SystemCalls.Exclusive, DefaultMode)) >= 0);
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private void GiveName() => TakeName(path => SystemCalls.Link(Handle, path));

    // In the table before it is there. To be called by who holds the table.
    private void TakeName(Func<byte[], bool> make)
    {
        while (true)
        {
            byte[] path = PathFor(_place);
            Temporaries.Name name = Temporaries.Add(path);
            if (make(path))
            {
                (_path, _name) = (path, name);
                return;
            }

            IOException error = SystemCalls.LastError();
            Temporaries.Remove(name);
            if (error.HResult != SystemCalls.Exists)
            {
                throw error;
            }
        }
    }
}
