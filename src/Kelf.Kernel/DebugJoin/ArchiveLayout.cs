// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

using Kelf.Kernel.DebugJoin.Layouts;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// Where the members of an archive go that linkers read: of the form of System V and GNU, with a table of symbols and long names.
/// </summary>
internal sealed class ArchiveLayout
{
    private const int HeaderSize = 60;

    /// <summary>Lays an archive out.</summary>
    /// <param name="path">How messages name it.</param>
    /// <param name="members">Of each member its name, its bytes, and the symbols that it defines.</param>
    /// <exception cref="UnknownLayoutException">It has more than 4 GiB.</exception>
    public ArchiveLayout(string path, IReadOnlyList<(byte[] Name, ulong Size, IReadOnlyList<byte[]> Symbols)> members)
    {
        using MemoryStream names = new();
        int[] nameOffsets = new int[members.Count];
        for (int i = 0; i < nameOffsets.Length; i++)
        {
            nameOffsets[i] = (int)names.Length;
            names.Write(members[i].Name);
            names.Write("/\n"u8);
        }

        int count = members.Sum(member => member.Symbols.Count);
        long symbolsSize = sizeof(uint) + (sizeof(uint) * (long)count) + members.Sum(member => member.Symbols.Sum(name => name.Length + 1L));
        Size = (uint)"!<arch>\n"u8.Length + (2 * HeaderSize) + Even((ulong)symbolsSize) + Even((ulong)names.Length);
        ulong[] starts = new ulong[members.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = Size + HeaderSize;
            Size = starts[i] + Even(members[i].Size);
        }

        if (Size > uint.MaxValue)
        {
            throw new UnknownLayoutException(path, "it has more than 4 GiB without debugging sections");
        }

        Members = [.. members.Select((member, i) => ((ReadOnlyMemory<byte>)Header($"/{nameOffsets[i]}", member.Size), starts[i]))];
        using MemoryStream head = new();
        head.Write("!<arch>\n"u8);
        head.Write(Header("/", (ulong)symbolsSize));
        WriteSymbols(head, count, members, starts);
        head.Write(Header("//", (ulong)names.Length));
        names.WriteTo(head);
        Pad(head);
        Head = head.ToArray();
    }

    /// <summary>What stands before the first member.</summary>
    public byte[] Head { get; }

    /// <summary>Of each member its header, and where its bytes begin.</summary>
    public IReadOnlyList<(ReadOnlyMemory<byte> Header, ulong Start)> Members { get; }

    /// <summary>Bytes of the archive.</summary>
    public ulong Size { get; }

    private static ulong Even(ulong size) => size + (size & 1);

    private static void Pad(MemoryStream stream)
    {
        if (stream.Length % 2 != 0)
        {
            stream.WriteByte((byte)'\n');
        }
    }

    private static byte[] Header(string name, ulong size) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{name,-16}{0,-12}{0,-6}{0,-6}{"644",-8}{size,-10}`\n"));

    // Offsets of members' headers, then the names that these have.
    private static void WriteSymbols(
        MemoryStream head, int count, IReadOnlyList<(byte[] Name, ulong Size, IReadOnlyList<byte[]> Symbols)> members, ulong[] starts)
    {
        byte[] number = new byte[sizeof(uint)];
        Write((uint)count);
        for (int i = 0; i < starts.Length; i++)
        {
            for (int symbol = 0; symbol < members[i].Symbols.Count; symbol++)
            {
                Write((uint)(starts[i] - HeaderSize));
            }
        }

        foreach (byte[] name in members.SelectMany(member => member.Symbols))
        {
            head.Write(name);
            head.WriteByte(0);
        }

        Pad(head);

        void Write(uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(number, value);
            head.Write(number);
        }
    }
}
