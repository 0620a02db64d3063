// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>Files, sections and offsets in them beyond 4 GiB, 2 GiB and the range of <c>int</c>; the files are sparse.</summary>
public sealed class HugeFileTests : IDisposable
{
    private const ulong SectionOffset = 5ul << 30;
    private const ulong SectionSize = 3ul << 30;
    private const uint StringOffset = 0xbfff_0000;

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Strings_may_stand_far_behind_in_a_large_section()
    {
        byte[] elf = new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.BaseType, Raw(DwAttribute.Name, DwForm.Strp, BitConverter.GetBytes(StringOffset)))))
            .AddTo(new ElfBuilder(type: ElfType.Executable).Section(".debug_str", [0]))
            .With(".debug_str", header => header with { Offset = SectionOffset, Size = SectionSize })
            .Build();
        using (FileStream file = File.Create(_path))
        {
            file.Write(elf);
            file.SetLength((long)(SectionOffset + SectionSize));
            file.Position = (long)(SectionOffset + StringOffset);
            file.Write("far\0"u8);
        }

        using MappedFile map = MappedFile.Open(_path);
        Assert.Equal((long)(SectionOffset + SectionSize), map.Contents.Length);
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(map.Contents));
        DieReader reader = dwarf.Units[0].Entries();
        Assert.True(reader.Next());
        Assert.True(reader.Next());
        Assert.True(reader.NextAttribute(out _, out AttributeValue name));
        Assert.Equal("far"u8.ToArray(), dwarf.Units[0].StringOrEmpty(name, out _).ToArray());
    }
}
