// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Objects;

/// <summary>The strings <c>TAG=VALUE</c> of an object's <c>.modinfo</c>, each with a NUL after it, in order.</summary>
public sealed class ModinfoEntries
{
    private readonly List<string> _entries = [];

    private ModinfoEntries(Region contents)
    {
        for (ulong offset = 0; offset < (ulong)contents.Length;)
        {
            ReadOnlySpan<byte> entry = contents.CString(offset);
            offset += (ulong)entry.Length + 1;
            if (!entry.IsEmpty)
            {
                _entries.Add(Latin1.Of(entry));
            }
        }
    }

    /// <summary>Those of an object; none without the section.</summary>
    /// <exception cref="MalformedFileException">The section reaches outside the file, or its last string has no end.</exception>
    public static ModinfoEntries Of(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        // The last of several sections of this name counts.
        ElfSection? found = null;
        foreach (ElfSection section in file.Sections)
        {
            found = section.Name == ".modinfo" ? section : found;
        }

        if (found?.Type == ElfSectionType.NoBits)
        {
            throw file.Image.Malformed(found.Offset, $"section {found.Index.Value} (.modinfo) has no contents in the file (SHT_NOBITS)");
        }

        return new ModinfoEntries(found is null ? default : file.Contents(found));
    }

    /// <summary>All values of a tag, in order.</summary>
    public IEnumerable<string> Values(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return _entries
            .Where(entry => entry.Length > tag.Length && entry[tag.Length] == '=' && entry.StartsWith(tag, StringComparison.Ordinal))
            .Select(entry => entry[(tag.Length + 1)..]);
    }

    /// <summary>True when the tag occurs.</summary>
    public bool Has(string tag) => Values(tag).Any();
}
