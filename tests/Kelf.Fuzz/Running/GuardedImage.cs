// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Running;

/// <summary>
/// Memory whose last page may not be touched. A mutant is put right before that page, so a reader that goes one byte too far
/// ends the process instead of reading what happens to be there.
/// </summary>
internal sealed unsafe partial class GuardedImage : IDisposable
{
    private const int ReadWrite = 3; // PROT_READ | PROT_WRITE
    private const int PrivateAnonymous = 0x22; // MAP_PRIVATE | MAP_ANONYMOUS
    private readonly nint _map;
    private readonly nuint _length;
    private readonly nint _guard;

    public GuardedImage(int capacity)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint room = ((nuint)capacity + page) / page * page;
        _length = room + page;
        _map = Map(0, _length, ReadWrite, PrivateAnonymous, -1, 0);
        if (_map == -1)
        {
            throw new InvalidOperationException($"mmap of {_length} bytes failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        _guard = _map + (nint)room;
        if (Protect(_guard, page, 0) != 0)
        {
            throw new InvalidOperationException($"mprotect failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Puts bytes before the forbidden page.</summary>
    /// <param name="bytes">At most the capacity.</param>
    /// <param name="source">Name in messages.</param>
    public Region Place(ReadOnlySpan<byte> bytes, ByteSource source)
    {
        byte* start = (byte*)_guard - bytes.Length;
        bytes.CopyTo(new Span<byte>(start, bytes.Length));
        return new Region(new GuardedMemory(start), bytes.Length, source);
    }

    public void Dispose() => _ = Unmap(_map, _length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    /// <summary>The memory as regions see it; the image itself gives it back.</summary>
    private sealed class GuardedMemory(byte* start) : RegionMemory(start)
    {
        private protected override void Free()
        {
        }
    }
}
