// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Puts sections after each other, and keeps where each went.</summary>
internal sealed class SectionPlacer(EditedTables tables, ElfArrangement arrangement)
{
    private readonly Dictionary<uint, FileRange> _places = new(arrangement.Placed);

    /// <summary>Offset and size of each section that was placed.</summary>
    public IReadOnlyDictionary<uint, FileRange> Places => _places;

    /// <summary>Bytes that are copied, those that stay included.</summary>
    public List<PlacedCopy> Copies { get; } = [.. arrangement.Staying.Select(range => new PlacedCopy(range, range.Offset))];

    /// <summary>Contents that are new.</summary>
    public List<PlacedBytes> Written { get; } = [];

    /// <summary>Places sections from an offset on.</summary>
    /// <returns>Offset after the last one.</returns>
    public ulong Place(IReadOnlyList<AlignedSection> sections, ulong position)
    {
        foreach ((ElfSection section, ulong alignment) in sections)
        {
            position = ElfLayout.AlignUp(position, alignment);
            ulong size = section.Size;
            if (tables.NewContents(section) is { } bytes)
            {
                Written.Add(new PlacedBytes(position, bytes));
                size = (ulong)bytes.Length;
            }
            else if (section.HasBytes)
            {
                Copies.Add(new PlacedCopy(new FileRange(section.Offset, size), position));
            }

            _places[section.Index.Value] = new FileRange(position, size);
            position += section.Type == ElfSectionType.NoBits ? 0 : size;
        }

        return position;
    }

    /// <summary>Requires that no new contents are forgotten.</summary>
    public void RequireAll()
    {
        foreach (ElfSection section in tables.Replaced().Concat(tables.Added()))
        {
            if (!_places.ContainsKey(section.Index.Value) && !tables.Numbers.Removes(section.Index.Value))
            {
                throw new InvalidOperationException($"section {section.Index.Value} ({section.Name}) has new contents and no place");
            }
        }
    }
}
