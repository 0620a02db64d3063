// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The file that dwz put what several files have in common into (DWARF 5 §7.3.6), as the others name it.
/// <see cref="DwarfFile.OpenWith"/> reads the two together.
/// </summary>
/// <param name="Name">Its path, as the section has it: absolute, or from the directory of the file that names it.</param>
/// <param name="Identity">Its build ID or checksum.</param>
public sealed record SupplementaryFile(string Name, ReadOnlyMemory<byte> Identity)
{
    /// <summary>
    /// Reads <c>.gnu_debugaltlink</c> (a name, then the build ID to the end), or <c>.debug_sup</c> of DWARF 5 (§7.3.6: version,
    /// whether this is the supplementary file itself, a name, the checksum after its length).
    /// </summary>
    /// <returns>Null when the file names none.</returns>
    /// <exception cref="MalformedFileException">The section is malformed.</exception>
    public static SupplementaryFile? Read(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        if (elf.TryFindSection(".gnu_debugaltlink", out ElfSection? link))
        {
            Cursor cursor = elf.Contents(link).Read(elf.ByteOrder);
            string name = Utf8Name.ToText(cursor.CString());
            return new SupplementaryFile(name, Rest(ref cursor, (ulong)cursor.Remaining));
        }

        return ReadSection(elf, out bool isSupplementary) is { } named && !isSupplementary ? named : null;
    }

    /// <summary>The checksum by which other files name a supplementary file: what its own <c>.debug_sup</c> says it is.</summary>
    /// <returns>Empty when it is none of DWARF 5: one of <c>.gnu_debugaltlink</c> has the build ID of its note.</returns>
    /// <exception cref="MalformedFileException">The section is malformed.</exception>
    public static ReadOnlyMemory<byte> ChecksumOf(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        return ReadSection(elf, out bool isSupplementary) is { } own && isSupplementary ? own.Identity : default;
    }

    /// <summary>For messages about one that is not here.</summary>
    internal static string Describe(DwarfFile file)
    {
        try
        {
            return file.Supplementary is null ? "a supplementary file that nothing names" : $"{NameIn(file)}, which is not read";
        }
        catch (MalformedFileException)
        {
            return "a supplementary file, and the section that names it is malformed";
        }
    }

    /// <summary>For messages about what is in it.</summary>
    internal static string NameIn(DwarfFile file) => file.Supplementary is { } named
        ? $"the supplementary file {PrintableText.Of(named.Name)}"
        : "the supplementary file";

    private static SupplementaryFile? ReadSection(ElfFile elf, out bool isSupplementary)
    {
        isSupplementary = false;
        if (!elf.TryFindSection(".debug_sup", out ElfSection? section))
        {
            return null;
        }

        Cursor cursor = elf.Contents(section).Read(elf.ByteOrder);
        ushort version = cursor.U16();
        if (version != 5)
        {
            throw cursor.Malformed($"version {version} is not 5");
        }

        isSupplementary = cursor.U8() != 0;
        string name = Utf8Name.ToText(cursor.CString());
        return new SupplementaryFile(name, isSupplementary && cursor.AtEnd ? default : Rest(ref cursor, cursor.Uleb128()));
    }

    private static byte[] Rest(ref Cursor cursor, ulong length)
    {
        const ulong Longest = 64; // a build ID has 20 bytes
        return length <= Longest
            ? cursor.Bytes((int)length).ToArray()
            : throw cursor.Malformed($"an identity of {length} bytes is longer than {Longest}");
    }
}
