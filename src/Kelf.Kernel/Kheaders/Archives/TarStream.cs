// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>
/// The archive before it is compressed, part by part: for a compressor that begins when the first headers are read. The parts
/// together are the bytes of <see cref="TarImage"/>.
/// </summary>
/// <param name="members">Files and links in <see cref="MemberOrder"/>, with their status.</param>
/// <param name="strip">Which comments go.</param>
/// <param name="time">Seconds since 1970.</param>
/// <param name="archive">The archive's file, for messages.</param>
/// <param name="workers">Gives threads.</param>
internal sealed class TarStream(HeaderMember[] members, StripMode strip, long time, string archive, WorkerSource workers)
{
    // Bytes of files that make a part: a compressor is busy with them for a fifth of a second.
    private const ulong PartSize = 1 << 20;

    private readonly List<TarEntry> _entries = TarEntry.Of(members);

    /// <summary>The members; when all parts were taken, as they were read, with their hashes.</summary>
    public HeaderMember[] Members { get; } = [.. members];

    /// <summary>Bytes of the parts that were made.</summary>
    public long Size { get; private set; }

    /// <summary>The parts in order; the next is made while one is used.</summary>
    /// <exception cref="RefusedException">A header cannot be read, or all are too large.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Parts()
    {
        List<Range> parts = Cut();
        return Lookahead.Map(parts.Count, workers, i => Make(parts[i], isLast: i == parts.Count - 1));
    }

    private List<Range> Cut()
    {
        List<Range> parts = [];
        int start = 0;
        ulong size = 0;
        for (int i = 0; i < _entries.Count; i++)
        {
            size += _entries[i].Index < 0 ? 0 : members[_entries[i].Index].Status.Size;
            if (size >= PartSize || i == _entries.Count - 1)
            {
                parts.Add(start..(i + 1));
                (start, size) = (i + 1, 0);
            }
        }

        return parts;
    }

    private ReadOnlyMemory<byte> Make(Range range, bool isLast)
    {
        (int first, int count) = range.GetOffsetAndLength(_entries.Count);
        byte[][] texts = Parallelism.Map(count, workers, () => new HeaderContents(), (contents, i) => Read(contents, _entries[first + i].Index));
        long size = 0;
        for (int i = 0; i < count; i++)
        {
            size += _entries[first + i].SizeWith(texts[i].Length);
        }

        long end = TarImage.WithEnd(Size + size, archive);
        byte[] part = new byte[isLast ? end - Size : size];
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            _entries[first + i].Write(part.AsSpan(position), texts[i], time);
            position += (int)_entries[first + i].SizeWith(texts[i].Length);
        }

        Size += part.Length;
        return part;
    }

    private byte[] Read(HeaderContents contents, int index)
    {
        if (index < 0)
        {
            return [];
        }

        (Members[index], byte[] text) = contents.Read(Members[index], strip);
        return text;
    }
}
