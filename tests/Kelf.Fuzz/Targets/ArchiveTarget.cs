// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>Archives: every member's name, place and contents.</summary>
public sealed class ArchiveTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "archive";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(ArchiveReader)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        if (!ArchiveReader.IsArchive(image))
        {
            return;
        }

        ArchiveReader archive = ArchiveReader.Open(image);
        ulong last = 0;
        foreach (ArchiveMember member in archive)
        {
            last = member.HeaderOffset;
            if (member.Kind != ArchiveMemberKind.Ordinary)
            {
                _ = member.ThinPath;
            }
            else if (ElfFile.IsElf(member.Contents))
            {
                _ = ElfFile.Parse(member.Contents).Sections.Length;
            }
        }

        if (last != 0)
        {
            _ = archive.MemberAt(last).DisplayName;
        }
    }
}
