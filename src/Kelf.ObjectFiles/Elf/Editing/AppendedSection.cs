// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>A section to add to a file; see <see cref="ElfAppender"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Contents">Its bytes, in the byte order of the file.</param>
/// <param name="Alignment"><c>sh_addralign</c>: a power of two.</param>
/// <param name="EntrySize"><c>sh_entsize</c> in bytes.</param>
/// <param name="Link"><c>sh_link</c>.</param>
/// <param name="Info"><c>sh_info</c>.</param>
public sealed record AppendedSection(
    string Name, ElfSectionType Type, ElfSectionFlags Flags, ReadOnlyMemory<byte> Contents, uint Alignment,
    uint EntrySize, uint Link = 0, uint Info = 0)
{
    /// <summary>
    /// Adds the names of sections to a table of names. One that is the end of another needs no bytes of its own:
    /// <c>__mcount_loc</c> in <c>.rela__mcount_loc</c>.
    /// </summary>
    /// <param name="table">The table so far.</param>
    /// <param name="sections">The sections.</param>
    /// <param name="offsets">Takes the place of each name.</param>
    /// <returns>The new table.</returns>
    internal static byte[] AddNames(Region table, IReadOnlyList<AppendedSection> sections, Span<uint> offsets)
    {
        using MemoryStream names = new();
        names.Write(table.Span());
        if (table.IsEmpty || table.Span()[^1] != 0)
        {
            names.WriteByte(0);
        }

        Dictionary<string, uint> known = new(StringComparer.Ordinal);
        foreach (int i in Enumerable.Range(0, sections.Count).OrderByDescending(i => sections[i].Name.Length))
        {
            string name = sections[i].Name;
            string? whole = known.Keys.FirstOrDefault(key => key.EndsWith(name, StringComparison.Ordinal));
            if (whole is null)
            {
                known[name] = offsets[i] = (uint)names.Length;
                names.Write(Encoding.UTF8.GetBytes(name));
                names.WriteByte(0);
            }
            else
            {
                offsets[i] = known[whole] + (uint)(Encoding.UTF8.GetByteCount(whole) - Encoding.UTF8.GetByteCount(name));
            }
        }

        return names.ToArray();
    }

    /// <summary>The section's header.</summary>
    /// <param name="index">Its index in the file.</param>
    /// <param name="name">Offset of the name in the section name table.</param>
    /// <param name="offset">Offset of the contents in the file.</param>
    internal ElfSection Header(int index, uint name, ulong offset) => new(
        new SectionIndex((uint)index), Name, Type, Flags, Address: 0, offset, (ulong)Contents.Length, Link, Info, Alignment, EntrySize)
    {
        NameOffset = name,
    };
}
