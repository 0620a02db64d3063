// SPDX-License-Identifier: GPL-2.0-only
using BenchmarkDotNet.Attributes;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Benchmarks.Bytes;

/// <summary>What a read costs: each is checked against the bounds, and against memory that was given back.</summary>
public class RegionBenchmarks : IDisposable
{
    private const int Count = 4096;
    private const int RecordSize = 24;

    private readonly NativeBuffer _buffer = new(Count * RecordSize, new ByteSource("a.o"));
    private Region _region;

    /// <summary>Makes records of an ELF symbol's size, each with a LEB128 of two bytes and a string in it.</summary>
    [GlobalSetup]
    public void MakeRecords()
    {
        ReadOnlySpan<byte> record = [5, 0x85, 1, (byte)'n', (byte)'a', (byte)'m', (byte)'e', 0];
        for (int i = 0; i < Count; i++)
        {
            record.CopyTo(_buffer.Writable((ulong)i * RecordSize, record.Length));
        }

        _region = _buffer.Contents;
    }

    /// <summary>Single bytes, as attributes of debugging information are.</summary>
    [Benchmark]
    public ulong CursorBytes()
    {
        ulong sum = 0;
        Cursor cursor = _region.Read(ByteOrder.Little);
        while (!cursor.AtEnd)
        {
            sum += cursor.U8();
        }

        return sum;
    }

    /// <summary>LEB128 numbers, most of one byte.</summary>
    [Benchmark]
    public ulong CursorLeb128()
    {
        ulong sum = 0;
        Cursor cursor = _region.Read(ByteOrder.Little);
        while (!cursor.AtEnd)
        {
            sum += cursor.Uleb128();
        }

        return sum;
    }

    /// <summary>Records of mixed numbers and a part that is passed over, through a reference as readers hand it on.</summary>
    [Benchmark]
    public ulong CursorRecords()
    {
        ulong sum = 0;
        Cursor cursor = _region.Read(ByteOrder.Little);
        while (!cursor.AtEnd)
        {
            sum += ReadRecord(ref cursor);
        }

        return sum;
    }

    /// <summary>A symbol after the other by its place.</summary>
    [Benchmark]
    public ulong SpansOfRecords()
    {
        ulong sum = 0;
        for (ulong i = 0; i < Count; i++)
        {
            sum += BitConverter.ToUInt64(_region.Span(i * RecordSize, RecordSize));
        }

        return sum;
    }

    /// <summary>Names by their place.</summary>
    [Benchmark]
    public int Strings()
    {
        int sum = 0;
        for (ulong i = 0; i < Count; i++)
        {
            sum += _region.CString((i * RecordSize) + 3).Length;
        }

        return sum;
    }

    /// <summary>Parts, and a cursor over each: units of debugging information, members of archives.</summary>
    [Benchmark]
    public ulong SlicesWithCursors()
    {
        ulong sum = 0;
        for (ulong i = 0; i < Count; i++)
        {
            Cursor cursor = _region.Slice(i * RecordSize, RecordSize).Read(ByteOrder.Little);
            sum += cursor.U32();
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffer.Dispose();
        GC.SuppressFinalize(this);
    }

    private static ulong ReadRecord(ref Cursor cursor)
    {
        ulong sum = cursor.U32() + cursor.U16() + cursor.U8();
        cursor.Skip(1);
        return sum + cursor.U64() + cursor.U64();
    }
}
