// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// An image without its relocations, as ranges of the linked image and a few new tables: what <see cref="Write"/> writes
/// and <see cref="IsIn"/> compares. Nothing but the tables is in memory.
/// </summary>
/// <remarks>
/// Both linkers put relocations after everything that stays, so the file up to the symbol table is that of the input;
/// after it stand the new symbol table, the strings, the section names and the section headers. When the input is
/// otherwise, or a packed image is wanted, the sections that are not loaded move together, each at its own alignment.
/// </remarks>
public sealed class SplitImage
{
    private readonly EditedFile _file;

    internal SplitImage(EditedFile file, ImageLayout layout) => (_file, Layout) = (file, layout);

    /// <summary>The same as ranges, for who has the linked image in other pieces.</summary>
    internal EditedFile Edited => _file;

    /// <summary>The linked image.</summary>
    public ElfFile Source => _file.Source;

    /// <summary>Size of the result in bytes.</summary>
    public ulong Size => _file.Size;

    /// <summary>The layout; <see cref="ImageLayout.Compact"/> also when nothing can stay where the linker put it.</summary>
    public ImageLayout Layout { get; }

    /// <summary>Writes the image to an empty file. Bytes that nothing fills are zeros, stored as holes.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public void Write(OutputFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using FileCopier copier = new(Source.Image);
        foreach (PlacedCopy copy in _file.Copies)
        {
            copier.Copy(copy.Source.Offset, copy.Source.Length, file, copy.Target);
        }

        foreach (PlacedBytes written in _file.Written)
        {
            file.WriteAt(written.Offset, written.Bytes.Span);
        }

        file.SetLength(Size);
    }

    /// <summary>The image as bytes, for images that fit into memory.</summary>
    internal byte[] ToBytes()
    {
        // Gaps may be large, and are not touched.
        byte[] bytes = new byte[Size];
        foreach (PlacedCopy copy in _file.Copies)
        {
            Source.Image.Span(copy.Source.Offset, (int)copy.Source.Length).CopyTo(bytes.AsSpan((int)copy.Target));
        }

        foreach (PlacedBytes written in _file.Written)
        {
            written.Bytes.Span.CopyTo(bytes.AsSpan((int)written.Offset));
        }

        return bytes;
    }

    /// <summary>True when a file holds these bytes already.</summary>
    public bool IsIn(string path)
    {
        if (!File.Exists(path) || (ulong)new FileInfo(path).Length != Size)
        {
            return false;
        }

        using MappedFile file = MappedFile.Open(path);
        Region contents = file.Contents;
        List<(FileRange Target, FileRange? Source)> pieces =
        [
            .. _file.Copies.Select(copy => (copy.Source with { Offset = copy.Target }, (FileRange?)copy.Source)),
        ];
        foreach (PlacedBytes written in _file.Written)
        {
            if (!contents.Span(written.Offset, written.Bytes.Length).SequenceEqual(written.Bytes.Span))
            {
                return false;
            }

            pieces.Add((new FileRange(written.Offset, (ulong)written.Bytes.Length), null));
        }

        pieces.Sort((a, b) => a.Target.Offset.CompareTo(b.Target.Offset));
        ulong position = 0;
        foreach ((FileRange target, FileRange? source) in pieces)
        {
            if (!contents.IsZero(position, target.Offset - position)
                || (source is { } from && !contents.EqualsAt(target.Offset, Source.Image, from.Offset, from.Length)))
            {
                return false;
            }

            position = target.End;
        }

        return position == Size;
    }
}
