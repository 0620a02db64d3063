// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images;

/// <summary>
/// The build ID of a kernel without ELF headers: the note (gABI 4.1 ch. 5) lies among the kernel's read-only data. The ELF files
/// of the vDSO lie there too, with notes of their own, which are told by the headers around them.
/// </summary>
internal static class FlatBuildId
{
    private const int HeaderSize = 12; // size of the owner's name, size of the description, type
    private const int SmallestId = 8; // lld's fast hash; SHA-1 has 20
    private const int LargestId = 64;
    private const int MostPlaces = 1000;
    private const int MostSegments = 64; // of a file in a kernel
    private const int MostSections = 512;
    private const int Piece = 1 << 20;

    // The build's salt is in every kernel since 4.19: include/linux/build-salt.h, owner Linux, type 0x100.
    private const uint BuildSalt = 0x100;

    private static ReadOnlySpan<byte> Owner => "GNU\0"u8;

    /// <summary>Finds it.</summary>
    /// <param name="kernel">A kernel as it lies in memory.</param>
    /// <returns>Hexadecimal digits; null if there is none, or if it is not certain which of several it is.</returns>
    public static string? Find(Region kernel)
    {
        List<(ulong Offset, string Id)> notes = [];
        List<(ulong Start, ulong End)> files = [];
        foreach (ulong place in Places(kernel, Owner))
        {
            if (place >= HeaderSize && NoteAt(kernel, place - HeaderSize) is { } id)
            {
                notes.Add((place - HeaderSize, id));
            }
        }

        if (notes.Count > 1)
        {
            files.AddRange(Places(kernel, [0x7f, .. "ELF"u8]).Select(start => (start, start + SizeOfFile(kernel, start))));
        }

        List<(ulong Offset, string Id)> own = notes.FindAll(note => !files.Exists(file => note.Offset >= file.Start && note.Offset < file.End));
        List<(ulong Offset, string Id)> beside = own.FindAll(note => HasNeighbour(kernel, note.Offset, note.Id.Length / 2));
        string[] ids = [.. (beside.Count > 0 ? beside : own).Select(note => note.Id).Distinct()];
        return ids is [var only] ? only : null;
    }

    // The bytes of a note, in the byte order in which its header makes sense.
    private static string? NoteAt(Region kernel, ulong offset)
    {
        if (offset % 4 != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> header = kernel.Span(offset, HeaderSize);
        bool isBig = header[0] == 0;
        (uint owner, uint size, uint type) = (Number(header, isBig), Number(header[4..], isBig), Number(header[8..], isBig));
        ulong description = offset + HeaderSize + (ulong)Owner.Length;
        return owner == Owner.Length && type == (uint)GnuNoteType.BuildId && size is >= SmallestId and <= LargestId
            && size <= (ulong)kernel.Length - description
            ? Convert.ToHexStringLower(kernel.Span(description, (int)size))
            : null;
    }

    // The notes of a kernel are in one section: the salt follows the build ID, or stands before it.
    private static bool HasNeighbour(Region kernel, ulong offset, int idSize)
    {
        const int Room = 128;
        ulong end = offset + HeaderSize + (ulong)Owner.Length + (((ulong)idSize + 3) & ~3UL);
        bool isBig = kernel.Span(offset, 1)[0] == 0;
        ulong from = offset > Room ? offset - Room : 0;
        ulong to = Math.Min(end + Room, (ulong)kernel.Length);
        ReadOnlySpan<byte> around = kernel.Span(from, (int)(to - from));
        for (int at = around.IndexOf("Linux\0"u8); at >= 0;)
        {
            if (at >= HeaderSize && Number(around[(at - HeaderSize)..], isBig) == 6 && Number(around[(at - 4)..], isBig) == BuildSalt)
            {
                return true;
            }

            int next = around[(at + 1)..].IndexOf("Linux\0"u8);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    // What the headers of an ELF file in the kernel say that it has; 0 if there is none.
    private static ulong SizeOfFile(Region kernel, ulong start)
    {
        try
        {
            ElfFile elf = ElfFile.ParseHeader(kernel.Slice(start, (ulong)kernel.Length - start));
            return elf.SegmentCount <= MostSegments && elf.Header.SectionCount <= MostSections ? (ulong)ElfExtent.Of(elf).Length : 0;
        }
        catch (MalformedFileException)
        {
            return 0;
        }
    }

    private static uint Number(ReadOnlySpan<byte> bytes, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static List<ulong> Places(Region kernel, ReadOnlySpan<byte> what)
    {
        List<ulong> places = [];
        for (long start = 0; start < kernel.Length; start += Piece)
        {
            ReadOnlySpan<byte> piece = kernel.Span((ulong)start, (int)Math.Min(kernel.Length - start, Piece + what.Length - 1));
            for (int at = piece.IndexOf(what); at >= 0 && places.Count < MostPlaces;)
            {
                places.Add((ulong)(start + at));
                int next = piece[(at + 1)..].IndexOf(what);
                at = next < 0 ? -1 : at + 1 + next;
            }
        }

        return places;
    }
}
