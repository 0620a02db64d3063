// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf.Editing;

public sealed class ElfEditorTests
{
    [Theory]
    [InlineData(ElfClass.Elf32, ByteOrder.Little)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big)]
    public void Sections_are_added_and_the_others_stay(ElfClass elfClass, ByteOrder order)
    {
        using NativeBuffer image = new ElfBuilder(elfClass, order).Section(".a", [1, 2, 3]).BuildInMemory();
        ElfFile before = ElfFile.Parse(image.Contents);
        ElfEditor editor = new(before);
        SectionIndex first = editor.Add(new AddedSection(
            "name", ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, new byte[] { 7, 8 }, 16, 2));
        editor.Add(new AddedSection(".of.name", ElfSectionType.Note, 0, new byte[] { 9 }, 1, 0, 3, first.Value));
        editor.Patch(before.Sections[1].Offset + 1, [0xff]);
        editor.Replace(new SectionIndex(2), new byte[] { 5, 5, 5, 5, 5 });

        using NativeBuffer result = InMemory.File(Write(editor));
        ElfFile after = ElfFile.Parse(result.Contents);
        Assert.Equal(before.Sections.Length + 2, after.Sections.Length);
        Assert.Equal([1, 0xff, 3], after.Contents(after.Sections[1]).Span().ToArray());
        Assert.Equal([5, 5, 5, 5, 5], after.Contents(after.Sections[2]).Span().ToArray());
        ElfSection added = after.Sections[(int)first.Value];
        Assert.Equal(("name", 16ul, 2ul, 0ul), (added.Name, added.Alignment, added.EntrySize, added.Offset % 16));
        Assert.Equal([7, 8], after.Contents(added).Span().ToArray());
        ElfSection second = after.Sections[(int)first.Value + 1];
        Assert.Equal((".of.name", 3u, first.Value), (second.Name, second.Link, second.Info));
        Assert.Equal(second.NameOffset + 4, added.NameOffset);
    }

    [Fact]
    public void Patches_are_applied_across_the_chunks_of_a_copy()
    {
        const int chunk = 1 << 18;
        byte[] contents = new byte[3 * chunk];
        using NativeBuffer image = new ElfBuilder().Section(".a", contents).BuildInMemory();
        ElfEditor editor = new(ElfFile.Parse(image.Contents));
        byte[] expected = image.Contents.Span().ToArray();
        foreach (int place in (int[])[chunk - 8, chunk - 3, (2 * chunk) - 1, 2 * chunk, 100])
        {
            editor.Patch((ulong)place, [1, 2, 3, 4, 5]);
        }

        foreach (int place in (int[])[100, chunk - 8, chunk - 3, (2 * chunk) - 1, 2 * chunk])
        {
            ((ReadOnlySpan<byte>)[1, 2, 3, 4, 5]).CopyTo(expected.AsSpan(place));
        }

        Assert.Equal(expected, Write(editor));
    }

    [Fact]
    public void Counts_that_need_more_than_sixteen_bits()
    {
        ElfBuilder elf = new();
        for (int i = 0; i < 0xff00 - 5; i++)
        {
            elf.Section("s", []);
        }

        using NativeBuffer image = elf.BuildInMemory();
        ElfFile before = ElfFile.Parse(image.Contents);
        Assert.Equal(0xff00 - 1, before.Sections.Length);
        ElfEditor editor = new(before);
        editor.Add(new AddedSection("new", ElfSectionType.ProgramBits, 0, new byte[] { 7 }, 1, 0));
        using NativeBuffer result = InMemory.File(Write(editor));
        ElfFile after = ElfFile.Parse(result.Contents);
        Assert.Equal((0, 0xff00, "new"), (after.Header.SectionCount, after.Sections.Length, after.Sections[^1].Name));
    }

    [Fact]
    public void Without_changes_the_file_is_copied()
    {
        using NativeBuffer image = new ElfBuilder().Section(".a", [1, 2, 3]).BuildInMemory();
        ElfEditor editor = new(ElfFile.Parse(image.Contents));
        Assert.False(editor.HasChanges);
        Assert.Equal(image.Contents.Span().ToArray(), Write(editor));
    }

    private static byte[] Write(ElfEditor editor)
    {
        using MemoryStream output = new();
        editor.WriteTo(bytes => output.Write(bytes));
        return output.ToArray();
    }
}
