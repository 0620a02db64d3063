// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// What a path of an output leads to. That is asked of the system, and never read off the path: <c>/dev/shm/x</c> is an ordinary
/// file, and <c>/tmp/../dev/null</c> none.
/// </summary>
internal sealed class OutputTarget
{
    private const int MostLinks = 40; // as the kernel
    private const uint ProcFileSystem = 0x9fa0; // PROC_SUPER_MAGIC

    private readonly int? _descriptor;

    private OutputTarget(byte[] place, FileIdentity? status, int? descriptor, bool isOpenFile)
    {
        (Place, Status, _descriptor) = (place, status, descriptor);
        IsDirect = isOpenFile || status is { IsRegular: false };
    }

    /// <summary>Path of what is written, behind all links; with a zero at the end.</summary>
    public byte[] Place { get; }

    /// <summary>What is there, or null when nothing is.</summary>
    public FileIdentity? Status { get; }

    /// <summary>
    /// True for what is written where it is: devices, pipes, sockets, and what a process has open already. A new file would take
    /// the place of the device, and what others wrote to the open file would be lost.
    /// </summary>
    public bool IsDirect { get; }

    /// <summary>Follows a path.</summary>
    /// <exception cref="IOException">It leads to a directory, nowhere, or in a circle.</exception>
    /// <exception cref="ArgumentException">It is empty, or has a zero in it.</exception>
    public static OutputTarget Find(string path)
    {
        byte[] place = SystemCalls.NativePath(path);
        FileIdentity? status = FileIdentity.TryRead(place);
        if (status is null)
        {
            IOException error = SystemCalls.LastError();
            if (error.HResult != SystemCalls.NoSuchFile || place.Length == 1)
            {
                throw error;
            }
        }
        else if (status is { IsDirectory: true })
        {
            throw SystemCalls.Error(SystemCalls.IsDirectory);
        }

        for (int links = 0; SystemCalls.ReadLink(place) is { } text; links++)
        {
            if (links == MostLinks)
            {
                throw SystemCalls.Error(SystemCalls.TooManyLinks);
            }

            // What a link of /proc/PID/fd holds is a description. Following it is a matter of the kernel.
            if (SystemCalls.FileSystemOf(DirectoryOf(place)) == ProcFileSystem && status is not null)
            {
                return new OutputTarget(place, status, OwnDescriptor(place), isOpenFile: true);
            }

            // Beside the link, wherever the process is.
            place = text[0] == '/' ? text : [.. place.AsSpan(0, place.AsSpan().LastIndexOf((byte)'/') + 1), .. text];
        }

        // The name of a directory that is not there.
        return status is null && place[^2] == '/'
            ? throw SystemCalls.Error(SystemCalls.IsDirectory)
            : new OutputTarget(place, status, null, isOpenFile: false);
    }

    /// <summary>The directory that a path names something in.</summary>
    public static byte[] DirectoryOf(byte[] path) => path.AsSpan(0, path.Length - 1).LastIndexOf((byte)'/') switch
    {
        -1 => [(byte)'.', 0],
        0 => [(byte)'/', 0],
        int slash => [.. path.AsSpan(0, slash), 0],
    };

    /// <summary>Opens what <see cref="IsDirect"/>, once.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SafeFileHandle Open()
    {
        // Opened anew, a log would be written from its start, and a socket cannot be opened at all.
        if (_descriptor is { } number)
        {
            return SystemCalls.Duplicate(number);
        }

        // A regular file is here as what another process has open: as with a shell's >.
        int flags = SystemCalls.WriteOnly | SystemCalls.NoTerminal | (Status!.Value.IsRegular ? SystemCalls.Truncate : 0);
        int descriptor = SystemCalls.Open(Place, flags, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw SystemCalls.LastError();
    }

    // The number in /dev/stdout, /dev/fd/3, /proc/self/fd/3, if the link is one of this process.
    private static int? OwnDescriptor(byte[] link)
    {
        byte[] directory = DirectoryOf(link);
        ReadOnlySpan<byte> name = link.AsSpan(0, link.Length - 1)[(link.AsSpan().LastIndexOf((byte)'/') + 1)..];
        return int.TryParse(Encoding.ASCII.GetString(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && FileIdentity.TryRead(directory) is { } listed
            && (IsSame("/proc/self/fd") || IsSame("/proc/thread-self/fd"))
                ? number
                : null;

        bool IsSame(string path) => FileIdentity.TryRead(path) is { } own && own.IsSameFile(listed);
    }
}
