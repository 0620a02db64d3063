// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>
/// Ordinary archives whose members thin archives name one by one: each is mapped and walked once. Several threads may ask.
/// </summary>
internal sealed class NestedArchives : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<ulong, ArchiveMember>> _members = new(StringComparer.Ordinal);
    private readonly List<MappedFile> _files = [];

    /// <summary>The contents of a member of another archive.</summary>
    /// <param name="reference">What the thin archive says of it.</param>
    /// <exception cref="MalformedFileException">The other archive is malformed, or has no such member.</exception>
    /// <exception cref="UnreadableFileException">The other archive cannot be read.</exception>
    public Region Member(ArchiveMember reference)
    {
        lock (_lock)
        {
            string path = reference.ThinPath;
            if (!_members.TryGetValue(path, out Dictionary<ulong, ArchiveMember>? members))
            {
                MappedFile file = MappedFile.Open(path);
                _files.Add(file);
                members = [];
                foreach (ArchiveMember member in ArchiveReader.Open(file.Contents))
                {
                    members.Add(member.HeaderOffset, member);
                }

                _members.Add(path, members);
            }

            return members.TryGetValue(reference.NestedHeaderOffset, out ArchiveMember? found)
                && found.Kind == ArchiveMemberKind.Ordinary
                ? found.Contents
                : throw new MalformedFileException(
                    reference.DisplayName, $"no member of {path} starts at byte {reference.NestedHeaderOffset}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());
}
