// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

using static Kelf.TestSupport.Dw;

namespace Kelf.TestSupport.Hostile;

/// <summary>Kernels whose debugging information is small for what it makes a naive reader of lines do.</summary>
public static class HostileLines
{
    private const ulong Text = 0xffff_ffff_8100_0000;
    private const int Step = 4;
    private const int Nested = 60;

    /// <summary>
    /// A kernel of one function that has as many inlined ones in it: in each sixtieth of them those after it are nested, and each has a
    /// row of its own in the line table.
    /// </summary>
    public static byte[] OfInlined(int count)
    {
        List<DieItem> groups = [];
        for (int first = 0; first < count; first += Nested)
        {
            int end = Math.Min(first + Nested, count);
            DieItem? inner = null;
            for (int i = end - 1; i >= first; i--)
            {
                DieItem[] items =
                [
                    Ref(DwAttribute.AbstractOrigin, "get"), .. Code(Text + (ulong)(i * Step), (ulong)((end - i) * Step)),
                    At(DwAttribute.CallFile, DwForm.Data1, 0), At(DwAttribute.CallLine, DwForm.Data4, (ulong)i + 1),
                ];
                inner = Die(DwTag.InlinedSubroutine, inner is null ? items : [.. items, inner]);
            }

            groups.Add(inner!);
        }

        ulong size = (ulong)(count * Step);
        DwarfBuilder dwarf = new DwarfBuilder()
            .LineTable("main", new LineTableSpec
            {
                Directories = ["/src"],
                Files = ["/src/init/main.c"],
                Program = program =>
                {
                    program.Address(Text).File(0);
                    for (int i = 0; i < count; i++)
                    {
                        program.AdvanceLine(1).Copy().AdvancePc(Step);
                    }

                    program.End();
                },
            })
            .Unit(Die(DwTag.CompileUnit,
            [
                Name("/src/init/main.c"), At(DwAttribute.CompDir, DwForm.String, "/src"), StmtList("main"), .. Code(Text, size),
                Die("get", DwTag.Subprogram, Name("get")),
                Die(DwTag.Subprogram, [Name("init"), .. Code(Text, size), .. groups]),
            ]));
        return dwarf.AddTo(new ElfBuilder(type: ElfType.Executable))
            .Section(".text", new byte[size], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Symbol("init", ".text", Text, size, type: ElfSymbolType.Function).Symbol("_etext", ".text", Text + size)
            .Build();
    }

    /// <summary>A log with a frame in each of the inlined functions.</summary>
    public static byte[] LogOfInlined(int count) => System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count).Select(
        i => string.Create(CultureInfo.InvariantCulture, $" init+0x{(i * Step) + 2:x}/0x{count * Step:x}\n"))));
}
