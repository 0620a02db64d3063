// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>A build ID: which bytes of an image it is the hash of, and where it is.</summary>
internal interface IBuildId
{
    /// <summary>Where it is.</summary>
    BuildIdPlace Place { get; }

    /// <summary>The bytes that count.</summary>
    /// <param name="image">The linked image.</param>
    /// <param name="layout">Where everything is.</param>
    /// <param name="contents">The bytes of a section where they are not those of the image; null where they are.</param>
    IEnumerable<JoinPiece> Pieces(ElfFile image, WholeLayout layout, Func<ElfSection, IEnumerable<JoinPiece>?> contents);

    /// <summary>A hash of no bytes yet.</summary>
    IBuildHash NewHash();
}

/// <summary>The hash of a build ID.</summary>
internal interface IBuildHash
{
    /// <summary>Takes more bytes.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The hash of all bytes.</summary>
    byte[] Finish();
}
