// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Which addresses belong to which mapped file, in a form that a signal handler can read. A mapped file that is truncated ends
/// the process with SIGBUS where it is read next; a program that handles the signal can say with this which file it was.
/// The library handles no signals, and keeps no table unless it is asked to.
/// </summary>
/// <remarks>
/// The table is for C code: <c>struct { size_t count; struct { char *start; size_t length; char *name; } *ranges; }</c>. Free
/// places have a length of 0. A name is UTF-8 and ends with NUL.
/// </remarks>
public static unsafe class MappedRanges
{
    private static readonly Lock s_lock = new();
    private static readonly Stack<int> s_free = new();
    private static Func<string, string>? s_nameOf;
    private static Table* s_table;

    /// <summary>Keeps the table from now on.</summary>
    /// <param name="nameOf">How messages name a path.</param>
    /// <returns>Address of the table; it stays where it is.</returns>
    public static nint Publish(Func<string, string> nameOf)
    {
        lock (s_lock)
        {
            s_nameOf = nameOf;
            if (s_table is null)
            {
                s_table = (Table*)NativeMemory.AllocZeroed((nuint)sizeof(Table));
            }

            return (nint)s_table;
        }
    }

    /// <summary>Notes a file.</summary>
    /// <returns>Its place in the table; -1 when there is none.</returns>
    internal static int Add(string path, byte* start, long length)
    {
        if (s_table is null)
        {
            return -1;
        }

        byte* name = (byte*)Marshal.StringToCoTaskMemUTF8(s_nameOf!(path));
        lock (s_lock)
        {
            if (!s_free.TryPop(out int place))
            {
                place = Grow();
            }

            s_table->Ranges[place] = new Range { Start = start, Length = (nuint)length, Name = name };
            return place;
        }
    }

    /// <summary>Forgets a file.</summary>
    internal static void Remove(int place)
    {
        if (place < 0)
        {
            return;
        }

        byte* name;
        lock (s_lock)
        {
            name = s_table->Ranges[place].Name;
            s_table->Ranges[place] = default;
            s_free.Push(place);
        }

        Marshal.FreeCoTaskMem((nint)name);
    }

    // The old places are not freed: a handler may be reading them. All together are no more than the new ones.
    private static int Grow()
    {
        int count = (int)s_table->Count;
        int larger = Math.Max(16, count * 2);
        Range* ranges = (Range*)NativeMemory.AllocZeroed((nuint)larger, (nuint)sizeof(Range));
        new ReadOnlySpan<Range>(s_table->Ranges, count).CopyTo(new Span<Range>(ranges, count));
        s_table->Ranges = ranges;
        Thread.MemoryBarrier();
        s_table->Count = (nuint)larger;
        for (int place = larger - 1; place > count; place--)
        {
            s_free.Push(place);
        }

        return count;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Table
    {
        public nuint Count;
        public Range* Ranges;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public byte* Start;
        public nuint Length;
        public byte* Name;
    }
}
