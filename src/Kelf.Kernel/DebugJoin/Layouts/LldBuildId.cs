// SPDX-License-Identifier: GPL-2.0-only
using Blake3;

using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>
/// The build ID of lld: the file, in which the ID is zeros, is cut into pieces of 1 MiB; it is
/// the hash of their hashes: for <c>--build-id=sha1</c> the first 20 bytes of BLAKE3.
/// </summary>
/// <param name="place">Where it is.</param>
internal sealed class LldBuildId(BuildIdPlace place) : IBuildId
{
    /// <inheritdoc/>
    public BuildIdPlace Place => place;

    /// <inheritdoc/>
    public IEnumerable<JoinPiece> Pieces(ElfFile image, WholeLayout layout, Func<ElfSection, IEnumerable<JoinPiece>?> contents)
    {
        ElfEncoder encoder = new(image);
        byte[] header = image.Image.Slice(0, (ulong)image.Layout.HeaderSize).Span().ToArray();
        encoder.SectionTable(header, layout.HeadersOffset, image.Header.SectionCount, image.Header.NamesIndex);
        yield return BuildIdPlace.New(header);
        ulong position = layout.NotLoaded[0].Offset;
        FileRange loaded = new((ulong)header.Length, position - (ulong)header.Length);
        foreach (JoinPiece piece in BuildIdPlace.Without(image, loaded, place.Id))
        {
            yield return piece;
        }

        foreach (ElfSection section in layout.NotLoaded)
        {
            if (!section.HasBytes)
            {
                continue;
            }

            yield return new ZeroPiece(checked((int)(section.Offset - position)));
            ElfSection linked = image.Sections[(int)section.Index.Value];
            foreach (JoinPiece piece in contents(section) ?? BuildIdPlace.Copies(image, new FileRange(linked.Offset, linked.Size)))
            {
                yield return piece;
            }

            position = section.Offset + section.Size;
        }

        yield return new ZeroPiece(checked((int)(layout.HeadersOffset - position)));
        yield return BuildIdPlace.New(encoder.SectionHeaders(layout.Sections));
    }

    /// <inheritdoc/>
    public IBuildHash NewHash() => new TreeHash();

    private sealed class TreeHash : IBuildHash
    {
        private const int ChunkSize = 1 << 20;

        private readonly List<byte> _hashes = [];
        private readonly Hasher _chunk = Hasher.New();
        private int _filled;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                int taken = Math.Min(ChunkSize - _filled, bytes.Length);
                _chunk.Update(bytes[..taken]);
                bytes = bytes[taken..];
                _filled += taken;
                if (_filled == ChunkSize)
                {
                    EndChunk();
                }
            }
        }

        public byte[] Finish()
        {
            if (_filled > 0)
            {
                EndChunk();
            }

            _chunk.Update([.. _hashes]);
            return End();
        }

        private void EndChunk()
        {
            _hashes.AddRange(End());
            _filled = 0;
        }

        // As many bytes as an ID has, which are the first of all that the hash can give.
        private byte[] End()
        {
            byte[] hash = new byte[Sha1.Size];
            _chunk.Finalize(hash);
            _chunk.Reset();
            return hash;
        }
    }
}
