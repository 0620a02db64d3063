// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// The image that stays: debugging sections are written first, since the build ID of the linked image counts them; all else when the
/// linked image has it, after its tables are sorted.
/// </summary>
internal sealed class JoinedImage : IDisposable
{
    private readonly string _linked;
    private readonly OutputFile _output;
    private readonly EditedFile _split;
    private readonly WholeImage _whole;
    private readonly ElfSection[] _sections; // of the linked image
    private readonly HashSet<uint> _written;

    private JoinedImage(
        string linked, OutputFile output, WholeImage whole, EditedFile split, ElfFile image, IReadOnlyList<JoinedSection> joined)
    {
        (_linked, _output, _whole, _split) = (linked, output, whole, split);
        _sections = image.Sections.ToArray();
        _written = [.. joined.Select(section => section.Header.Index.Value)];
    }

    /// <summary>Writes the debugging sections.</summary>
    public static JoinedImage Begin(
        string linked, string output, IReadOnlyList<DebugSection> sections, ILinkerLayout linker, ImageLayout layout, WorkerSource workers)
    {
        using OpenedObject file = OpenedObject.ToEdit(linked);
        ElfFile image = ElfFile.Parse(file.Contents);
        LinkerAnswers answers = LinkerAnswers.Read(image, sections);
        if (answers.Sections.Count == 0)
        {
            throw new UnknownLayoutException(linked, "the linker has kept no debugging section");
        }

        foreach (JoinedSection section in answers.Sections)
        {
            section.Arrange(linked, linker, workers);
        }

        DebugSection[] kept = [.. sections.Where(section => section.Output is not null)];
        Parallelism.For(kept.Length, workers, () => 0, (_, i) => kept[i].Meanings = SymbolMeanings.Make(kept[i], answers, linker.KeepsAddends));
        WholeLayout asLinked = WholeLayout.Of(image, answers.Sections.Min(section => section.Header.Index.Value), linker);
        WholeImage whole = WholeImage.Make(image, asLinked.With(image, Sizes(answers.Sections)));
        JoinedImage? result = null;
        OutputFile? target = null;
        try
        {
            IBuildId? id = linker.FindBuildId(image);
            if (id is not null && !Hash(id.NewHash(), id.Pieces(image, asLinked, _ => null), workers, null)
                .AsSpan().SequenceEqual(image.Image.Span(id.Place.Id.Offset, Sha1.Size)))
            {
                throw new UnknownLayoutException(linked, "the build ID is not the one that was expected");
            }

            target = OutputFile.Create(output, keepsTime: false);
            result = new JoinedImage(linked, target, whole, whole.Split(layout), image, answers.Sections);
            JoinPieces pieces = new(answers.Sections, result.TargetOf, linker.SortsRelocations);
            List<FilePatch> patches = [.. Emptied(image, answers.Sections)];
            if (id is null)
            {
                pieces.WriteAll(target, workers);
            }
            else
            {
                patches.Add(id.Place.Patch(Hash(id.NewHash(), id.Pieces(image, whole.Layout, pieces.Of), workers, target)));
            }

            FilePatch.Apply(linked, image.Image, patches);
            return result;
        }
        catch
        {
            whole.Dispose();
            target?.Dispose();
            throw;
        }
    }

    /// <summary>Writes all else, and gives the file its name.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public void Finish()
    {
        using OpenedObject file = OpenedObject.ToEdit(_linked);
        using FileCopier copier = new(file.Contents);
        foreach (PlacedCopy copy in _split.Copies)
        {
            foreach ((FileRange range, ulong linkedOffset) in LinkedRanges())
            {
                ulong start = Math.Max(range.Offset, copy.Source.Offset), end = Math.Min(range.End, copy.Source.End);
                if (start < end)
                {
                    copier.Copy(linkedOffset + (start - range.Offset), end - start, _output, copy.Target + (start - copy.Source.Offset));
                }
            }
        }

        foreach (PlacedBytes written in _split.Written)
        {
            _output.WriteAt(written.Offset, written.Bytes.Span);
        }

        _output.SetLength(_split.Size);
        _output.SetMode(File.GetUnixFileMode(_linked));
        _output.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _whole.Dispose();
    }

    private static byte[] Hash(IBuildHash hash, IEnumerable<JoinPiece> pieces, WorkerSource workers, OutputFile? target)
    {
        JoinPiece[][] all = [.. Runs(pieces)];
        // One is made while the one before it is hashed.
        byte[][] buffers = [new byte[JoinPiece.Largest], new byte[JoinPiece.Largest]];
        foreach (ReadOnlyMemory<byte> bytes in Lookahead.Map(all.Length, workers, i =>
        {
            int size = all[i].Sum(piece => piece.Length);
            Memory<byte> filled = size <= JoinPiece.Largest ? buffers[i % 2].AsMemory(0, size) : new byte[size];
            Memory<byte> rest = filled;
            foreach (JoinPiece piece in all[i])
            {
                piece.Make(rest.Span[..piece.Length], target);
                rest = rest[piece.Length..];
            }

            return (ReadOnlyMemory<byte>)filled;
        }))
        {
            hash.Append(bytes.Span);
        }

        return hash.Finish();
    }

    // As many pieces at a time as go into a buffer.
    private static IEnumerable<JoinPiece[]> Runs(IEnumerable<JoinPiece> pieces)
    {
        List<JoinPiece> run = [];
        long size = 0;
        foreach (JoinPiece piece in pieces)
        {
            if (run.Count > 0 && size + piece.Length > JoinPiece.Largest)
            {
                yield return [.. run];
                (size, run) = (0, []);
            }

            run.Add(piece);
            size += piece.Length;
        }

        yield return [.. run];
    }

    private static Dictionary<uint, ulong> Sizes(IEnumerable<JoinedSection> sections)
    {
        Dictionary<uint, ulong> sizes = [];
        foreach (JoinedSection section in sections)
        {
            sizes[section.Header.Index.Value] = section.Size;
            if (section.RelocationHeader is { } relocations)
            {
                sizes[relocations.Index.Value] = (ulong)section.RelocationCount * relocations.EntrySize;
            }
        }

        return sizes;
    }

    // Sections of no bytes: what read them as debugging information would read stand-ins.
    private static IEnumerable<FilePatch> Emptied(ElfFile image, IEnumerable<JoinedSection> joined) =>
        from section in joined
        from header in new[] { section.Header, section.RelocationHeader }
        where header is not null
        select new FilePatch(
            image.Header.SectionsOffset + (header.Index.Value * (ulong)(uint)image.Layout.SectionHeaderSize) + (uint)image.Layout.SectionSizeOffset,
            new byte[image.Layout.WordSize]);

    private ulong TargetOf(JoinedSection section)
    {
        ElfSection placed = _whole.Layout.Sections[(int)section.Header.Index.Value];
        foreach (PlacedCopy copy in _split.Copies)
        {
            if (placed.Offset >= copy.Source.Offset && placed.Offset + placed.Size <= copy.Source.End)
            {
                return copy.Target + (placed.Offset - copy.Source.Offset);
            }
        }

        throw new UnknownLayoutException(_linked, $"{placed.Name} would not stay");
    }

    // What of the whole image is where in the linked one: up to the first debugging section all is in its place.
    private IEnumerable<(FileRange Whole, ulong Linked)> LinkedRanges()
    {
        ulong first = _written.Min(index => _sections[index].Offset);
        yield return (new FileRange(0, first), 0);
        foreach (ElfSection section in _whole.Layout.Sections)
        {
            if (section.Offset >= first && section.HasBytes && !_written.Contains(section.Index.Value))
            {
                yield return (new FileRange(section.Offset, section.Size), _sections[section.Index.Value].Offset);
            }
        }
    }
}
