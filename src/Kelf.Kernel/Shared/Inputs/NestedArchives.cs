// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>
/// Ordinary archives whose members thin archives name one by one: each is mapped and walked once. Several threads may ask.
/// </summary>
internal sealed class NestedArchives : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InputIdentity, (Dictionary<ulong, ArchiveMember> Members, long Length)> _archives = [];
    private readonly List<MappedFile> _files = [];

    /// <summary>A member of another archive.</summary>
    /// <param name="reference">What the thin archive says of it.</param>
    /// <exception cref="MalformedFileException">The other archive is malformed, or has no such member.</exception>
    /// <exception cref="UnreadableFileException">The other archive cannot be read.</exception>
    public StoredMember Member(ArchiveMember reference)
    {
        lock (_lock)
        {
            string path = reference.ThinPath;
            InputIdentity identity = InputIdentity.Of(path);
            if (!_archives.TryGetValue(identity, out (Dictionary<ulong, ArchiveMember> Members, long Length) archive))
            {
                MappedFile file = MappedFile.Open(path);
                _files.Add(file);
                archive = ([], file.Contents.Length);
                foreach (ArchiveMember member in ArchiveReader.Open(file.Contents))
                {
                    archive.Members.Add(member.HeaderOffset, member);
                }

                _archives.Add(identity, archive);
            }

            return archive.Members.TryGetValue(reference.NestedHeaderOffset, out ArchiveMember? found)
                && found.Kind == ArchiveMemberKind.Ordinary
                ? new StoredMember(found.Contents, archive.Length)
                : throw new MalformedFileException(
                    reference.DisplayName, $"no member of {path} starts at byte {reference.NestedHeaderOffset}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());
}
