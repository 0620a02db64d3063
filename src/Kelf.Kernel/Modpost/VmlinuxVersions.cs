// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Versions;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost;

/// <summary>
/// The versions of the kernel's own exports, from the files of thousands of objects: in pieces, so that threads which do not read
/// <c>vmlinux.o</c> read them.
/// </summary>
internal sealed class VmlinuxVersions
{
    private const int FilesOfPiece = 64;

    private readonly IReadOnlyList<string> _files;
    private readonly (List<(int Name, uint Version)> Versions, MessageList Messages, bool IsFatal)[] _pieces;
    private readonly MessageList? _noFiles;

    private VmlinuxVersions(IReadOnlyList<string> files, MessageList? noFiles)
    {
        (_files, _noFiles) = (files, noFiles);
        _pieces = new (List<(int, uint)>, MessageList, bool)[(files.Count + FilesOfPiece - 1) / FilesOfPiece];
    }

    /// <summary>How many pieces there are.</summary>
    public int Pieces => _pieces.Length;

    /// <summary>All versions, in the order of the files, when all pieces were read.</summary>
    public IEnumerable<IReadOnlyList<(int Name, uint Version)>> All => _pieces.Select(piece => piece.Versions);

    /// <summary>What there is to say; up to the first file that cannot be read.</summary>
    public MessageList Messages => _noFiles ?? _pieces.FirstOrDefault(piece => piece.IsFatal).Messages ?? new MessageList();

    /// <summary>Whether a file could not be read.</summary>
    public bool IsFatal => _noFiles is not null || _pieces.Any(piece => piece.IsFatal);

    /// <summary>Finds the files.</summary>
    /// <param name="areNeeded">Whether versions are read at all.</param>
    public static VmlinuxVersions Prepare(bool areNeeded)
    {
        if (!areNeeded)
        {
            return new VmlinuxVersions([], null);
        }

        MessageList messages = new();
        try
        {
            return new VmlinuxVersions(CommandFiles.Of(new ModpostModule(ModulePaths.Vmlinux, isDumped: false), new FileBuffer(), messages), null);
        }
        catch (FatalException)
        {
            return new VmlinuxVersions([], messages);
        }
    }

    /// <summary>Reads a piece; each may have a thread of its own.</summary>
    public void Read(int piece, NameTable names, FileBuffer files)
    {
        List<(int Name, uint Version)> versions = [];
        MessageList messages = new();
        bool isFatal = false;
        try
        {
            int end = Math.Min((piece + 1) * FilesOfPiece, _files.Count);
            for (int i = piece * FilesOfPiece; i < end; i++)
            {
                VersionLines.Read(_files[i], names, versions, files, messages);
            }
        }
        catch (FatalException)
        {
            isFatal = true;
        }

        _pieces[piece] = (versions, messages, isFatal);
    }
}
