// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.DebugJoin;

/// <summary>An archive, thin or not. What stands in for it has its members' names in their order.</summary>
internal sealed class DebugArchive : DebugInput
{
    private readonly OpenedObject _archive;
    private readonly List<Member> _members = [];

    private DebugArchive(string path, OpenedObject archive)
        : base(path) => _archive = archive;

    /// <inheritdoc/>
    public override IReadOnlyList<DebugObject> Objects => [.. _members.Select(member => member.Debug).OfType<DebugObject>()];

    /// <summary>Looks at an archive.</summary>
    /// <returns>Null when no member has debugging sections.</returns>
    /// <exception cref="UnknownLayoutException">A member has some that cannot be kept from the linker.</exception>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    /// <exception cref="UnreadableFileException">A member that is a file cannot be read.</exception>
    public static DebugArchive? Find(string path, OpenedObject file)
    {
        DebugArchive archive = new(path, file);
        try
        {
            foreach (ArchiveMember member in ArchiveReader.Open(file.Contents))
            {
                archive.Add(member);
            }

            if (archive._members.Exists(member => member.Debug is not null))
            {
                return archive;
            }
        }
        catch
        {
            archive.DisposeMembers();
            throw;
        }

        archive.DisposeMembers();
        return null;
    }

    /// <inheritdoc/>
    public override void WriteStandIn(string path, WorkerSource workers)
    {
        EditedFile?[] standIns = Parallelism.Map(
            _members.Count, workers, () => 0, (_, i) => _members[i].Debug is { } debug ? StandIn.Make(debug) : null);
        ArchiveLayout layout = new(Path, [.. _members.Select((member, i) =>
            (member.Name, standIns[i]?.Size ?? (ulong)member.Contents.Length, (IReadOnlyList<byte[]>)Definitions(member.Contents)))]);
        using OutputFile output = OutputFile.Create(path, keepsTime: false);
        output.Write(layout.Head);
        Parallelism.For(standIns.Length, workers, () => 0, (_, i) =>
        {
            (ReadOnlyMemory<byte> header, ulong start) = layout.Members[i];
            output.WriteAt(start - (ulong)header.Length, header.Span);
            if (standIns[i] is { } standIn)
            {
                StandIn.Write(standIn, output, start);
            }
            else
            {
                output.WriteAt(start, _members[i].Contents.Span());
            }
        });
        output.SetLength(layout.Size);
        output.Commit();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        DisposeMembers();
        _archive.Dispose();
    }

    // Names that make a linker take the member, if nothing else has defined them.
    private static List<byte[]> Definitions(Region contents)
    {
        List<byte[]> names = [];
        ElfSymbolTable symbols = ElfFile.Parse(contents).SymbolTable;
        foreach (ElfSymbol symbol in symbols)
        {
            if (symbol.Binding != ElfSymbolBinding.Local && !symbol.IsUndefined)
            {
                names.Add(symbols.NameOf(symbol).ToArray());
            }
        }

        return names;
    }

    private void Add(ArchiveMember member)
    {
        if (member.Kind == ArchiveMemberKind.Ordinary)
        {
            _members.Add(new Member(member.NameBytes.ToArray(), null, member.Contents, DebugObject.Find(member.DisplayName, member.Contents)));
            return;
        }

        if (member.Kind != ArchiveMemberKind.Thin)
        {
            throw new UnknownLayoutException(member.DisplayName, "it is in an archive inside of another one");
        }

        OpenedObject file = OpenedObject.ToEdit(member.ThinPath);
        // Added before it is looked at, so that it is closed whatever happens.
        Member opened = new(member.NameBytes.ToArray(), file, file.Contents, null);
        _members.Add(opened);
        _members[^1] = opened with { Debug = DebugObject.Find(member.ThinPath, file.Contents) };
    }

    private void DisposeMembers() => _members.ForEach(member => member.File?.Dispose());

    /// <summary>A member.</summary>
    private sealed record Member(byte[] Name, OpenedObject? File, Region Contents, DebugObject? Debug);
}
