// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

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
    /// <summary>Bytes of a section header of a class.</summary>
    internal static int HeaderSize(bool is64) => is64 ? 64 : 40;

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

    /// <summary>Writes the section's header.</summary>
    /// <param name="header">Where to.</param>
    /// <param name="numbers">Writes the file's numbers.</param>
    /// <param name="is64">Class of the file.</param>
    /// <param name="name">Place of the name.</param>
    /// <param name="offset">Place of the contents in the file.</param>
    internal void WriteHeader(Span<byte> header, NumberWriter numbers, bool is64, uint name, ulong offset)
    {
        numbers.U32(header, name);
        numbers.U32(header[4..], (uint)Type);
        header = header[8..];
        foreach (ulong word in (ReadOnlySpan<ulong>)[(ulong)Flags, 0 /* sh_addr */, offset, (ulong)Contents.Length])
        {
            header = header[numbers.Word(header, is64, word)..];
        }

        numbers.U32(header, Link);
        numbers.U32(header[4..], Info);
        header = header[8..];
        header = header[numbers.Word(header, is64, Alignment)..];
        numbers.Word(header, is64, EntrySize);
    }
}
