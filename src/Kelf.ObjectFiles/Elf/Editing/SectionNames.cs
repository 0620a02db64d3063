// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>The section name table of an edited file: <c>sh_name</c> of each section.</summary>
internal sealed class SectionNames
{
    private readonly ElfEditor _editor;
    private readonly Dictionary<uint, uint> _moved = [];
    private readonly uint[] _added;

    private SectionNames(ElfEditor editor) => (_editor, _added) = (editor, new uint[editor.Added.Count]);

    /// <summary>The new table, or null when it stays as it is.</summary>
    public byte[]? Table { get; private set; }

    /// <summary>Makes the table.</summary>
    /// <param name="editor">What is edited.</param>
    /// <param name="kept">The sections that stay.</param>
    /// <param name="naming">How.</param>
    /// <exception cref="MalformedFileException">There are no names to add to, or one is outside the table.</exception>
    public static SectionNames Make(ElfEditor editor, ElfSection[] kept, SectionNaming naming)
    {
        SectionNames names = new(editor);
        if (naming == SectionNaming.Kept)
        {
            if (editor.Added.Count > 0)
            {
                throw new InvalidOperationException("an added section needs a name");
            }

            return names;
        }

        if (editor.File.NamesIndex == 0)
        {
            throw new MalformedFileException(editor.File.Image.Source.File, "there are no section names (e_shstrndx is 0)");
        }

        ElfSection section = editor.File.Sections[(int)editor.File.NamesIndex];
        ReadOnlyMemory<byte> old = editor.ContentsOf(section);
        names.Table = naming switch
        {
            SectionNaming.Appended => names.Append(old.Span),
            SectionNaming.Compacted => names.Compact(old.Span, kept),
            _ => names.Rebuild(section, kept, naming == SectionNaming.FirstUse ? StringOrder.FirstUse : StringOrder.FallingTails),
        };
        return names;
    }

    /// <summary><c>sh_name</c> of a section.</summary>
    public uint OffsetOf(ElfSection section) => section.Index.Value >= (uint)_editor.File.Sections.Length
        ? _added[section.Index.Value - (uint)_editor.File.Sections.Length]
        : _moved.GetValueOrDefault(section.NameOffset, section.NameOffset);

    // A name that is the end of another needs no bytes of its own: __mcount_loc in .rela__mcount_loc.
    private byte[] Append(ReadOnlySpan<byte> old)
    {
        using MemoryStream table = new();
        table.Write(old);
        if (old.IsEmpty || old[^1] != 0)
        {
            table.WriteByte(0);
        }

        IReadOnlyList<AddedSection> sections = _editor.Added;
        Dictionary<string, uint> known = new(StringComparer.Ordinal);
        foreach (int i in Enumerable.Range(0, sections.Count).OrderByDescending(i => sections[i].Name.Length))
        {
            string name = sections[i].Name;
            string? whole = known.Keys.FirstOrDefault(key => key.EndsWith(name, StringComparison.Ordinal));
            if (whole is null)
            {
                known[name] = _added[i] = (uint)table.Length;
                table.Write(Encoding.UTF8.GetBytes(name));
                table.WriteByte(0);
            }
            else
            {
                _added[i] = known[whole] + (uint)(Encoding.UTF8.GetByteCount(whole) - Encoding.UTF8.GetByteCount(name));
            }
        }

        return table.ToArray();
    }

    private byte[] Compact(ReadOnlySpan<byte> old, ElfSection[] kept)
    {
        using MemoryStream table = new();
        table.WriteByte(0);
        // Names are bytes, whatever they mean.
        Dictionary<string, uint> known = new(StringComparer.Ordinal) { [string.Empty] = 0 };
        foreach (ElfSection section in kept)
        {
            ReadOnlySpan<byte> rest = section.NameOffset < (uint)old.Length ? old[(int)section.NameOffset..] : default;
            int end = rest.IndexOf((byte)0);
            if (end < 0 && !rest.IsEmpty)
            {
                throw _editor.File.Contents(_editor.File.Sections[(int)_editor.File.NamesIndex])
                    .Malformed(section.NameOffset, "string is not NUL-terminated");
            }

            _moved[section.NameOffset] = Add(rest[..Math.Max(end, 0)]);
        }

        for (int i = 0; i < _added.Length; i++)
        {
            _added[i] = Add(Encoding.UTF8.GetBytes(_editor.Added[i].Name));
        }

        return table.ToArray();

        uint Add(ReadOnlySpan<byte> name)
        {
            string key = Encoding.Latin1.GetString(name);
            if (!known.TryGetValue(key, out uint offset))
            {
                known[key] = offset = (uint)table.Length;
                table.Write(name);
                table.WriteByte(0);
            }

            return offset;
        }
    }

    // BFD names the tables before all other sections.
    private byte[] Rebuild(ElfSection section, ElfSection[] kept, StringOrder order)
    {
        ElfFile file = _editor.File;
        List<uint> offsets = [];
        if (file.SymbolSection is { } symbols)
        {
            offsets.AddRange([symbols.NameOffset, file.SectionAt(symbols.Link, "sh_link of the symbol table").NameOffset]);
        }

        offsets.Add(section.NameOffset);
        offsets.AddRange(kept.Select(other => other.NameOffset));
        Region names = file.Contents(section);
        int old = offsets.Count;
        if (_added.Length > 0)
        {
            // New names stand behind the old ones, so that all are strings of one table.
            using MemoryStream all = new();
            all.Write(names.Span());
            foreach (AddedSection added in _editor.Added)
            {
                offsets.Add((uint)all.Length);
                all.Write(Encoding.UTF8.GetBytes(added.Name));
                all.WriteByte(0);
            }

            names = Region.Of(all.ToArray(), names.Source);
        }

        RebuiltStrings rebuilt = RebuiltStrings.Make(names, offsets, order);
        for (int i = 0; i < old; i++)
        {
            _moved[offsets[i]] = rebuilt.Offsets[i];
        }

        for (int i = 0; i < _added.Length; i++)
        {
            _added[i] = rebuilt.Offsets[old + i];
        }

        return rebuilt.Bytes.ToArray();
    }
}
