// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// What the bytes of a region are called in messages; and the messages about bytes that cannot be read. Slices share the name of
/// the region: they know their address. The empty region has no name.
/// </summary>
/// <remarks>
/// The methods that throw do nothing else: so the compiler sees that they do not return, and keeps the calls out of the way of
/// those who can read.
/// </remarks>
/// <param name="Source">File and section.</param>
/// <param name="Start">Address from which the source's offsets count.</param>
internal sealed unsafe record RegionName(ByteSource Source, ulong Start)
{
    /// <summary>Throws what is wrong with a part of a region: it is not inside, or the memory was given back.</summary>
    public static void ThrowOutside(
        RegionMemory? memory, RegionName? name, byte* start, ulong size, ulong offset, ulong length) =>
        throw Outside(memory, name, start, size, offset, length);

    /// <summary>Throws why there is no string at an offset of a region.</summary>
    public static void ThrowNoString(RegionMemory? memory, RegionName? name, byte* start, ulong size, ulong offset) =>
        throw NoString(memory, name, start, size, offset);

    /// <summary>Throws that a string has no end.</summary>
    /// <param name="name">What the bytes are called.</param>
    /// <param name="start">Its first byte.</param>
    /// <param name="room">How many bytes were looked at.</param>
    /// <param name="longest">How many it may have.</param>
    public static void ThrowEndlessString(RegionName? name, byte* start, int room, int longest) =>
        throw EndlessString(name, start, room, longest);

    /// <summary>Throws why bytes at a cursor cannot be read: too few are left, or the memory was given back.</summary>
    public static void ThrowShort(RegionMemory memory, RegionName? name, byte* place, byte* end, ulong count) =>
        throw Short(memory, name, place, end, count);

    /// <summary>Throws that a LEB128 number has too many bits.</summary>
    public static void ThrowTooLarge(RegionName? name, byte* start) =>
        throw Malformed(name, start, "LEB128 number exceeds 64 bits");

    /// <summary>The memory was given back.</summary>
    public static ObjectDisposedException Disposed(RegionName? name) => new((name?.Source ?? Region.EmptySource).File);

    /// <summary>Something is wrong at a byte.</summary>
    public static MalformedFileException Malformed(RegionName? name, byte* place, string what) =>
        new(name?.Source ?? Region.EmptySource, (ulong)place - (name?.Start ?? 0), what);

    private static Exception Outside(
        RegionMemory? memory, RegionName? name, byte* start, ulong size, ulong offset, ulong length) =>
        memory is { Gone: not 0 } && offset <= size && length <= size - offset
            ? Disposed(name)
            : Malformed(name, start + offset, $"0x{length:x} bytes at 0x{offset:x} reach outside ({size} bytes)");

    private static Exception NoString(RegionMemory? memory, RegionName? name, byte* start, ulong size, ulong offset) =>
        memory is { Gone: not 0 } && offset < size
            ? Disposed(name)
            : Malformed(name, start + offset, $"string offset 0x{offset:x} is outside ({size} bytes)");

    private static MalformedFileException EndlessString(RegionName? name, byte* start, int room, int longest) => Malformed(
        name, start, room > longest ? $"string is longer than {longest} bytes" : "string is not NUL-terminated");

    private static Exception Short(RegionMemory memory, RegionName? name, byte* place, byte* end, ulong count) =>
        memory.Gone != 0
            ? Disposed(name)
            : Malformed(name, place, $"0x{Math.Min(count, long.MaxValue):x} bytes are wanted and {end - place} are left");
}
