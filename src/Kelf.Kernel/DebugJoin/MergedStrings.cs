// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// The strings of debugging sections, each once, in the order of the linker, and where each string of an object went. Of each string
/// of an object four bytes are kept: its number is how many ends of strings stand before it, which is counted.
/// </summary>
internal sealed class MergedStrings
{
    private const int PartSize = 1 << 22;

    private readonly Dictionary<DebugSection, StringPlaces> _places;

    private MergedStrings(Region contents, Dictionary<DebugSection, StringPlaces> places) => (Contents, _places) = (contents, places);

    /// <summary>The bytes of the section.</summary>
    public Region Contents { get; }

    /// <summary>Merges strings.</summary>
    /// <param name="sections">Whose, in the order of the link; all end with a NUL.</param>
    /// <param name="linker">Says in which order.</param>
    /// <param name="workers">Gives threads.</param>
    public static MergedStrings Make(IReadOnlyList<DebugSection> sections, ILinkerLayout linker, WorkerSource workers)
    {
        Region[] parts = [.. sections.SelectMany(section => Divide(section.Contents))];
        PartStrings[] found = Parallelism.Map(parts.Length, workers, () => 0, (_, i) => PartStrings.Find(parts[i]));
        ByteStringTable all = new();
        int[][] numbers = Array.ConvertAll(found, part => Enumerable.Range(0, part.Distinct.Count).Select(i => all.Add(part.Distinct[i])).ToArray());
        (ReadOnlyMemory<byte> bytes, IReadOnlyList<uint> offsets) = linker.Merge(all);
        Dictionary<DebugSection, StringPlaces> places = [];
        int next = 0;
        foreach (DebugSection section in sections)
        {
            int first = next;
            next += Divide(section.Contents).Count();
            uint[] ofStrings = new uint[found[first..next].Sum(part => (long)part.Numbers.Length)];
            int filled = 0;
            for (int i = first; i < next; i++)
            {
                foreach (int number in found[i].Numbers)
                {
                    ofStrings[filled++] = offsets[numbers[i][number]];
                }

                found[i] = null!;
            }

            places[section] = new StringPlaces(section.Contents, ofStrings);
        }

        return new MergedStrings(Region.Of(bytes, sections[0].Contents.Source), places);
    }

    /// <summary>Where the string at an offset of a section is now.</summary>
    /// <exception cref="MalformedFileException">The offset is outside.</exception>
    public ulong PlaceOf(DebugSection section, ulong offset) => _places[section].PlaceOf(offset);

    // Parts of some size that end where a string ends.
    private static IEnumerable<Region> Divide(Region strings)
    {
        ulong start = 0, size = (ulong)strings.Length;
        while (start < size)
        {
            ulong end = size - start <= PartSize ? size : (ulong)strings.IndexOf([0], start + PartSize - 1) + 1;
            yield return strings.Slice(start, end - start);
            start = end;
        }
    }

    /// <summary>The strings of a part: which of the distinct ones each is.</summary>
    private sealed record PartStrings(ByteStringTable Distinct, int[] Numbers)
    {
        public static PartStrings Find(Region part)
        {
            ByteStringTable distinct = new();
            ReadOnlySpan<byte> rest = part.Span();
            int[] numbers = new int[rest.Count((byte)0)];
            for (int i = 0; i < numbers.Length; i++)
            {
                int end = rest.IndexOf((byte)0);
                numbers[i] = distinct.Add(rest[..end]);
                rest = rest[(end + 1)..];
            }

            return new PartStrings(distinct, numbers);
        }
    }
}
