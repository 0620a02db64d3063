// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The file that dwz put what several files have in common into (DWARF 5 §7.3.6). kelf does not read it, but says which it is.
/// </summary>
/// <param name="Name">Its path, as the section has it.</param>
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

        if (elf.TryFindSection(".debug_sup", out ElfSection? section))
        {
            Cursor cursor = elf.Contents(section).Read(elf.ByteOrder);
            ushort version = cursor.U16();
            if (version != 5)
            {
                throw cursor.Malformed($"version {version} is not 5");
            }

            bool isSupplementary = cursor.U8() != 0;
            string name = Utf8Name.ToText(cursor.CString());
            return isSupplementary ? null : new SupplementaryFile(name, Rest(ref cursor, cursor.Uleb128()));
        }

        return null;
    }

    /// <summary>For messages about what is there.</summary>
    internal static string Describe(DwarfFile file)
    {
        try
        {
            return file.Supplementary is { } named
                ? $"the supplementary file {PrintableText.Of(named.Name)}, which is not read"
                : "a supplementary file that nothing names";
        }
        catch (MalformedFileException)
        {
            return "a supplementary file, and the section that names it is malformed";
        }
    }

    private static byte[] Rest(ref Cursor cursor, ulong length)
    {
        const ulong Longest = 64; // a build ID has 20 bytes
        return length <= Longest
            ? cursor.Bytes((int)length).ToArray()
            : throw cursor.Malformed($"an identity of {length} bytes is longer than {Longest}");
    }
}
