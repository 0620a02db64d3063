// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>
/// Finds the file that has the debugging information of a stripped one, where debuggers look for it: by build ID, and by the name in
/// <c>.gnu_debuglink</c> (GDB, "Separate Debug Files"). A file of another build is never taken.
/// </summary>
/// <param name="roots">Directories of debug files, such as <c>/usr/lib/debug</c>.</param>
/// <param name="limit">What a file may expand to.</param>
internal sealed class DebugFileSearch(IReadOnlyList<string> roots, DecompressionLimit limit)
{
    private const string LinkSection = ".gnu_debuglink";

    /// <summary>Finds and opens it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="elf">What is in it.</param>
    /// <param name="suits">Whether a file has what is wanted.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="RefusedException">There is one, but it is of another build.</exception>
    public OpenedObject? Find(string path, ElfFile elf, Predicate<ElfFile> suits)
    {
        string? buildId = BuildIdNote.Find(elf);
        (string Name, uint Crc)? link = LinkIn(elf);
        RefusedException? wrong = null;
        foreach (string place in Places(path, buildId, link?.Name).Distinct(StringComparer.Ordinal))
        {
            if (FileIdentity.TryRead(place) is not { IsRegular: true } || TryOpen(place) is not { } opened)
            {
                continue;
            }

            if (!ElfFile.IsElf(opened.Contents) || !suits(ElfFile.Parse(opened.Contents)))
            {
                opened.Dispose();
            }
            else if (Difference(opened, buildId, link?.Crc) is { } difference)
            {
                wrong ??= new RefusedException(place, $"{difference}, so its lines are not those of {path}");
                opened.Dispose();
            }
            else
            {
                return opened;
            }
        }

        return wrong is null ? null : throw wrong;
    }

    private IEnumerable<string> Places(string path, string? buildId, string? name)
    {
        foreach (string root in buildId is { Length: > 2 } ? roots : [])
        {
            yield return Path.Combine(root, ".build-id", buildId![..2], buildId[2..] + ".debug");
        }

        // A name, never a path.
        if (string.IsNullOrEmpty(name) || name.Contains('/', StringComparison.Ordinal))
        {
            yield break;
        }

        string directory = Path.GetDirectoryName(path) ?? "";
        yield return Path.Combine(directory, name);
        yield return Path.Combine(directory, ".debug", name);
        foreach (string root in roots)
        {
            yield return Path.Join(root, Path.GetFullPath(directory.Length == 0 ? "." : directory), name);
            yield return Path.Combine(root, name);
        }
    }

    private OpenedObject? TryOpen(string path)
    {
        try
        {
            return OpenedObject.OfFile(path, limit);
        }
        catch (KelfException)
        {
            // Another place may have one that can be read.
            return null;
        }
    }

    /// <summary>What tells that a file is not the debug file, or null; build IDs say it better than sums.</summary>
    private static string? Difference(OpenedObject opened, string? buildId, uint? crc)
    {
        string? other = BuildIdNote.Find(ElfFile.Parse(opened.Contents));
        if (buildId is not null && other is not null)
        {
            return buildId == other ? null : $"it is of build ID {other}, and not {buildId}";
        }

        return crc is { } expected && CrcOf(opened.Contents) == expected ? null
            : crc is null ? "it has no build ID" : $"its checksum is not {crc:x8}, which {LinkSection} names";
    }

    private static uint CrcOf(Region contents)
    {
        const int Block = 1 << 20;
        uint crc = 0;
        for (long done = 0; done < contents.Length; done += Block)
        {
            crc = Crc32.Append(crc, contents.Span((ulong)done, (int)Math.Min(Block, contents.Length - done)));
        }

        return crc;
    }

    // The name, up to a multiple of four bytes, and the CRC-32 of the file in the image's byte order.
    private static (string Name, uint Crc)? LinkIn(ElfFile elf)
    {
        try
        {
            if (!elf.TryFindSection(LinkSection, out ElfSection? section))
            {
                return null;
            }

            Cursor cursor = elf.Contents(section).Read(elf.ByteOrder);
            string name = Utf8Name.ToText(cursor.CString());
            cursor.Position = (cursor.Position + 3) & ~3L;
            return (name, cursor.U32());
        }
        catch (MalformedFileException)
        {
            // A comfort, as the note of the build ID.
            return null;
        }
    }
}
