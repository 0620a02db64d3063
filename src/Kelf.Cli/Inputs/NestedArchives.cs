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
    private readonly Dictionary<string, (Dictionary<ulong, ArchiveMember> Members, long Length)> _archives = new(StringComparer.Ordinal);
    private readonly List<MappedFile> _files = [];

    /// <summary>The contents of a member of another archive.</summary>
    /// <param name="reference">What the thin archive says of it.</param>
    /// <param name="length">Bytes of the archive that it is in.</param>
    /// <exception cref="MalformedFileException">The other archive is malformed, or has no such member.</exception>
    /// <exception cref="UnreadableFileException">The other archive cannot be read.</exception>
    public Region Member(ArchiveMember reference, out long length)
    {
        lock (_lock)
        {
            string path = reference.ThinPath;
            string key = path.Length == 0 || path.Contains('\0') ? path : Path.GetFullPath(path);
            if (!_archives.TryGetValue(key, out (Dictionary<ulong, ArchiveMember> Members, long Length) archive))
            {
                MappedFile file = MappedFile.Open(path);
                _files.Add(file);
                archive = ([], file.Contents.Length);
                foreach (ArchiveMember member in ArchiveReader.Open(file.Contents))
                {
                    archive.Members.Add(member.HeaderOffset, member);
                }

                _archives.Add(key, archive);
            }

            length = archive.Length;
            return archive.Members.TryGetValue(reference.NestedHeaderOffset, out ArchiveMember? found)
                && found.Kind == ArchiveMemberKind.Ordinary
                ? found.Contents
                : throw new MalformedFileException(
                    reference.DisplayName, $"no member of {path} starts at byte {reference.NestedHeaderOffset}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());
}
