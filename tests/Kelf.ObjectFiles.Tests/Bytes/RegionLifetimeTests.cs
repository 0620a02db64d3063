// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

/// <summary>Memory stays as long as a region or cursor is in use; and what was given back is not read.</summary>
public sealed class RegionLifetimeTests : IDisposable
{
    private const int Collections = 1000;

    // Small enough that freed memory stays readable and is used again at once: a fault shows as other bytes.
    private const int Size = 1000;

    private static readonly byte[] s_text = [.. Enumerable.Range(0, Size - 1).Select(i => (byte)((i % 251) + 1)), 0];

    private readonly string _path = Path.GetTempFileName();

    private delegate void CursorRead(ref Cursor cursor);

    public static TheoryData<string> Owners => ["heap", "growing", "map"];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Forgotten_owners_live_as_long_as_a_region_or_cursor()
    {
        Region heap = Forgotten("heap");
        Region growing = Forgotten("growing").Slice(1, Size - 2);
        Region map = Forgotten("map");
        Region array = Region.Of([.. s_text], new ByteSource("array"));
        Cursor cursor = Forgotten("heap").As(new ByteSource("a.o", ".text")).Read(ByteOrder.Little);
        for (int i = 0; i < Collections; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Overwrite();
            Assert.Equal(s_text[i % Size], cursor.U8());
            cursor.Position = cursor.AtEnd ? 0 : cursor.Position;
        }

        Assert.True(heap.Span().SequenceEqual(s_text));
        Assert.True(growing.Span().SequenceEqual(s_text.AsSpan(1, Size - 2)));
        Assert.True(map.Span().SequenceEqual(s_text));
        Assert.True(array.Span().SequenceEqual(s_text));
        cursor.Position = 0;
        Assert.True(cursor.CString().SequenceEqual(s_text.AsSpan(0, Size - 1)));
    }

    [Fact]
    public void Managed_memory_is_read_where_it_lies()
    {
        byte[] array = [.. s_text];
        Region whole = Region.Of(array, new ByteSource("array"));
        Region part = Region.Of(new ReadOnlyMemory<byte>(array, 3, 5), new ByteSource("part"));
        array[4] ^= 0xff;
        Assert.Equal(array[4], whole.Span()[4]);
        Assert.Equal((5, array[4]), (part.Length, part.Span()[1]));
        Assert.Equal("part: +0x5: 0x1 bytes at 0x5 reach outside (5 bytes)", Assert.Throws<MalformedFileException>(() => part.Span(5, 1)).Message);
        Assert.True(Region.Of(ReadOnlyMemory<byte>.Empty, new ByteSource("none")).IsEmpty);
    }

    [Theory]
    [InlineData("heap")]
    [InlineData("growing")]
    public void Without_regions_the_memory_is_given_back(string owner)
    {
        WeakReference memory = MemoryOf(owner);
        for (int i = 0; i < 10 && memory.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(memory.IsAlive);
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Nothing_is_read_after_dispose(string owner)
    {
        (IDisposable disposable, Region whole) = Make(owner);
        Region part = whole.Slice(10, 20);
        Assert.Equal(s_text[11], part.Span(1, 1)[0]);
        disposable.Dispose();
        disposable.Dispose();
        Assert.Equal(20, part.Length);
        Action[] reads =
        [
            () => part.Span(), () => part.Span(0, 1), () => part.Slice(1, 2), () => part.CString(0), () => part.Read(ByteOrder.Little),
            () => part.EqualsAt(0, part, 1, 2), () => part.IsZero(0, 2), () => part.Contains("ab"u8), () => part.Forget(0, 2),
            () => part.Span(0, 0), () => part.Span(20, 0), () => part.Slice(0, 0), () => part.Slice(20, 0), () => whole.Slice(Size, 0),
            () => part.As(new ByteSource("b")).Span(), () => new NativeBuffer(20, new ByteSource("c")).CopyFrom(part, 0),
        ];
        Assert.All(reads, read => Assert.Throws<ObjectDisposedException>(read));
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void No_cursor_reads_after_dispose(string owner)
    {
        CursorRead[] reads =
        [
            (ref c) => c.U8(), (ref c) => c.U16(), (ref c) => c.U24(), (ref c) => c.U32(), (ref c) => c.U64(),
            (ref c) => c.Offset(true), (ref c) => c.Offset(false), (ref c) => c.Uleb128(), (ref c) => c.Sleb128(),
            (ref c) => c.SkipLeb128(), (ref c) => c.CString(), (ref c) => c.Bytes(3),
        ];
        foreach (CursorRead read in reads)
        {
            (IDisposable disposable, Region whole) = Make(owner);
            Cursor cursor = whole.Read(ByteOrder.Big, 1);
            Assert.Equal(s_text[1], cursor.U8());
            disposable.Dispose();
            string? name = null;
            try
            {
                read(ref cursor);
            }
            catch (ObjectDisposedException exception)
            {
                name = exception.ObjectName;
            }

            Assert.Equal(whole.Source.File, name);
        }
    }

    [Fact]
    public void Writers_notice_too()
    {
        NativeBuffer buffer = new(4, new ByteSource("a"));
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Writable(0, 1));
        GrowingBuffer growing = new(new ByteSource("a"), 100);
        growing.Dispose();
        Assert.Throws<ObjectDisposedException>(() => growing.Room());
        Assert.Throws<ObjectDisposedException>(() => growing.TryWrite("ab"u8));
    }

    [Fact]
    public void What_moves_while_a_buffer_grows_is_not_read_where_it_was()
    {
        using GrowingBuffer buffer = new(new ByteSource("a"), long.MaxValue);
        buffer.TryWrite(s_text);
        Region early = buffer.Contents;
        Cursor cursor = early.Read(ByteOrder.Little);
        for (int i = 0; i < 1000; i++)
        {
            buffer.TryWrite(s_text);
        }

        Assert.Throws<ObjectDisposedException>(() => early.Span());
        bool isNoticed = false;
        try
        {
            cursor.U8();
        }
        catch (ObjectDisposedException)
        {
            isNoticed = true;
        }

        Assert.True(isNoticed);
        Assert.True(buffer.Contents.Span(1000 * Size, Size).SequenceEqual(s_text));
    }

    [Fact]
    public void Nothing_has_nothing_to_give_back()
    {
        using NativeBuffer buffer = new(0, new ByteSource("a"));
        Region region = buffer.Contents;
        Assert.True(region.Span().IsEmpty);
        Assert.True(region.Read(ByteOrder.Little).AtEnd);
        Assert.True(default(Region).Read(ByteOrder.Little).Bytes(0).IsEmpty);
        Assert.True(Region.Of([], new ByteSource("a")).Span().IsEmpty);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Region Forgotten(string owner) => Make(owner).Region;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference MemoryOf(string owner) => new(Make(owner).Region.Memory!, trackResurrection: true);

    private (IDisposable Owner, Region Region) Make(string owner)
    {
        ByteSource source = new($"{owner}.o");
        switch (owner)
        {
            case "heap":
                NativeBuffer buffer = new(Size, source);
                s_text.CopyTo(buffer.Writable(0, Size));
                return (buffer, buffer.Contents);
            case "growing":
                GrowingBuffer growing = new(source, Size);
                Assert.True(growing.TryWrite(s_text));
                return (growing, growing.Contents);
            default:
                File.WriteAllBytes(_path, s_text);
                MappedFile map = MappedFile.Open(_path);
                return (map, map.Contents);
        }
    }

    // Takes what was freed, and leaves other bytes there.
    private static void Overwrite()
    {
        NativeBuffer[] buffers = [.. Enumerable.Range(0, 8).Select(_ => new NativeBuffer(Size, new ByteSource("b")))];
        Array.ForEach(buffers, buffer => buffer.Writable(0, Size).Fill(0xff));
        Array.ForEach(buffers, buffer => buffer.Dispose());
    }
}
