// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

using static Kelf.TestSupport.Dw;

namespace Kelf.TestSupport;

/// <summary>
/// A kernel with two units, in whose lines all is that tables of lines have to get right: two rows at one address, an inlined function,
/// code without a line, code that no sequence has.
/// </summary>
/// <example><code>
/// init/main.c  1000 start_kernel :10   1004 :12, and after it :7 of include/a.h (inlined get at init/main.c:12)
///              1008 :14                100c line 0                1010 end
/// mm/slub.c    1020 kfree :20          1028 end
/// </code></example>
public static class LineKernel
{
    /// <summary>Its build ID.</summary>
    public const string BuildId = "00112233445566778899aabbccddeeff00112233";

    /// <summary>Where its code begins.</summary>
    public const ulong Text = 0x1000;

    /// <summary>The kernel.</summary>
    /// <param name="hasBuildId">Whether it has a build ID.</param>
    /// <param name="textName">Name of the symbol where its code begins.</param>
    /// <param name="hasLines">Whether it has debugging information.</param>
    public static byte[] Build(bool hasBuildId = true, string textName = "_text", bool hasLines = true)
    {
        ElfBuilder elf = new(type: ElfType.Executable);
        elf = (hasLines ? Lines().AddTo(elf) : elf)
            .Section(".text", new byte[0x40], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Symbol(textName, ".text", Text).Symbol("_etext", ".text", Text + 0x40)
            .Symbol("start_kernel", ".text", Text, 0x10, type: ElfSymbolType.Function)
            .Symbol("kfree", ".text", Text + 0x20, 8, type: ElfSymbolType.Function);
        return hasBuildId
            ? elf.Section(".note.gnu.build-id", [4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8, .. Convert.FromHexString(BuildId)], ElfSectionType.Note).Build()
            : elf.Build();
    }

    private static DwarfBuilder Lines() => new DwarfBuilder()
        .LineTable("main", new LineTableSpec
        {
            Directories = ["/src"], Files = ["/src/init/main.c", "/src/init/../include/a.h"], Program = program => program
                .Address(Text).File(0).AdvanceLine(9).Copy()
                .AdvancePc(4).AdvanceLine(2).Copy().File(1).AdvanceLine(-5).Copy()
                .AdvancePc(4).File(0).AdvanceLine(7).Copy()
                .AdvancePc(4).AdvanceLine(-14).Copy()
                .AdvancePc(4).End(),
        })
        .LineTable("slub", new LineTableSpec
        {
            Directories = ["/src"], Files = ["/src/mm/slub.c"],
            Program = program => program.Address(Text + 0x20).File(0).AdvanceLine(19).Copy().AdvancePc(8).End(),
        })
        .Unit(Die(DwTag.CompileUnit,
        [
            Name("/src/init/main.c"), At(DwAttribute.CompDir, DwForm.String, "/src"), StmtList("main"), .. Code(Text, 0x10),
            Die("get", DwTag.Subprogram, Name("get")),
            Die(DwTag.Subprogram,
            [
                Name("start_kernel"), .. Code(Text, 0x10),
                Die(DwTag.InlinedSubroutine,
                [
                    Ref(DwAttribute.AbstractOrigin, "get"), .. Code(Text + 4, 4),
                    At(DwAttribute.CallFile, DwForm.Data1, 0), At(DwAttribute.CallLine, DwForm.Data1, 12),
                ]),
            ]),
        ]))
        .Unit(Die(DwTag.CompileUnit,
        [
            Name("/src/mm/slub.c"), At(DwAttribute.CompDir, DwForm.String, "/src"), StmtList("slub"), .. Code(Text + 0x20, 8),
            Die(DwTag.Subprogram, [Name("kfree"), .. Code(Text + 0x20, 8)]),
        ]));
}
