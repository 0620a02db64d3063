// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>The bytes of debugging sections, and of the relocations that the linker would keep of them, in pieces.</summary>
internal sealed class JoinPieces
{
    private readonly Dictionary<uint, Func<IEnumerable<JoinPiece>>> _pieces = [];
    private readonly IReadOnlyList<JoinedSection> _sections;
    private readonly Func<JoinedSection, ulong> _targetOf;
    private readonly bool _sortsRelocations;

    /// <summary>Knows the pieces of an image.</summary>
    /// <param name="sections">The sections of the image.</param>
    /// <param name="targetOf">Where a section goes in the image that stays.</param>
    /// <param name="sortsRelocations">As the layout of the linker says it.</param>
    public JoinPieces(IReadOnlyList<JoinedSection> sections, Func<JoinedSection, ulong> targetOf, bool sortsRelocations)
    {
        (_sections, _targetOf, _sortsRelocations) = (sections, targetOf, sortsRelocations);
        foreach (JoinedSection section in sections)
        {
            _pieces[section.Header.Index.Value] = () => Contents(section);
            if (section.RelocationHeader is { } relocations)
            {
                _pieces[relocations.Index.Value] = () => Relocations(section);
            }
        }
    }

    /// <summary>The bytes of a section, or null if they are those that the linked image has.</summary>
    public IEnumerable<JoinPiece>? Of(ElfSection section) =>
        _pieces.TryGetValue(section.Index.Value, out Func<IEnumerable<JoinPiece>>? pieces) ? pieces() : null;

    /// <summary>Writes the contents of all sections.</summary>
    public void WriteAll(OutputFile target, WorkerSource workers)
    {
        JoinPiece[] all = [.. _sections.SelectMany(Contents)];
        Parallelism.For(all.Length, workers, () => new byte[JoinPiece.Largest], (buffer, i) =>
            all[i].Make(all[i].Length <= JoinPiece.Largest ? buffer.AsSpan(0, all[i].Length) : new byte[all[i].Length], target));
    }

    private IEnumerable<JoinPiece> Contents(JoinedSection section)
    {
        ulong target = _targetOf(section);
        if (section.Strings is { } strings)
        {
            foreach (JoinPiece piece in CopiedPiece.All(strings.Contents, target))
            {
                yield return piece;
            }

            yield break;
        }

        ulong position = 0;
        foreach (DebugSection part in section.Inputs)
        {
            if (part.Position > position)
            {
                yield return new ZeroPiece(checked((int)(part.Position - position)));
            }

            foreach (JoinPiece piece in RelocatedPiece.All(part, target + part.Position))
            {
                yield return piece;
            }

            position = part.Position + (ulong)part.Contents.Length;
        }
    }

    private IEnumerable<JoinPiece> Relocations(JoinedSection section) =>
        section.Inputs.SelectMany(part => KeptRelocationsPiece.All(part, _sortsRelocations));
}
