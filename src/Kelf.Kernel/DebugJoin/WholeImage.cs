// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// The image that the linker would have written with debugging sections and relocations, of which nothing but headers, symbols and
/// names are there: the rest is zeros that nobody touches, so that they take no memory. Enough to plan the split.
/// </summary>
internal sealed class WholeImage : IDisposable
{
    private readonly NativeBuffer _bytes;

    private WholeImage(NativeBuffer bytes, WholeLayout layout, ElfFile file) => (_bytes, Layout, File) = (bytes, layout, file);

    /// <summary>Where everything is.</summary>
    public WholeLayout Layout { get; }

    /// <summary>The image.</summary>
    public ElfFile File { get; }

    /// <summary>Makes it.</summary>
    /// <param name="image">The image of stand-ins.</param>
    /// <param name="layout">Where everything is to be.</param>
    public static WholeImage Make(ElfFile image, WholeLayout layout)
    {
        ulong headers = (ulong)layout.Sections.Count * (uint)image.Layout.SectionHeaderSize;
        NativeBuffer bytes = new(checked((long)(layout.HeadersOffset + headers)), image.Image.Source);
        try
        {
            ElfEncoder encoder = new(image);
            ulong head = image.Header.SegmentsOffset + ((ulong)image.SegmentCount * (uint)image.Layout.SegmentHeaderSize);
            bytes.CopyFrom(image.Image.Slice(0, Math.Max(head, (ulong)image.Layout.HeaderSize)), 0);
            encoder.SectionTable(
                bytes.Writable(0, image.Layout.HeaderSize), layout.HeadersOffset, image.Header.SectionCount, image.Header.NamesIndex);
            encoder.SectionHeaders(layout.Sections).CopyTo(bytes.Writable(layout.HeadersOffset, (int)headers));
            foreach (ElfSection section in image.Sections)
            {
                if (section.HasBytes && section.Type is ElfSectionType.SymbolTable or ElfSectionType.StringTable)
                {
                    bytes.CopyFrom(image.Contents(section), layout.Sections[(int)section.Index.Value].Offset);
                }
            }

            return new WholeImage(bytes, layout, ElfFile.Parse(bytes.Contents));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>What <c>kelf split</c> would make of it.</summary>
    /// <param name="layout">Where what stays goes.</param>
    /// <exception cref="Shared.RefusedException">It cannot be split.</exception>
    public EditedFile Split(ImageLayout layout) =>
        SplitTool.Plan(RelocatableImage.Open(File), new SplitOptions { Layout = layout, Rules = RelocationRules.Linux73 }).Image.Edited;

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
