// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.Fuzz.Seeds;

/// <summary>Small images with the tables that kernels search, one for each form of entries.</summary>
public static class KernelSeeds
{
    private const ulong Base = 0x8000_0000;

    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        KernelImage image = new()
        {
            Base = Base,
            Functions = [new("f", Base, 16), new("g", Base + 0x20, 16), new("gone", Base + 0x10, 0)],
            Exceptions = [(Base + 0x24, Base, 1), (Base + 4, Base, 2), (Base + 8, Base, 3)],
            Mcount = [Base + 0x20, Base + 0x10, Base],
        };
        yield return Of("x86-64", image with
        {
            Orc = [(Base + 0x20, [8, 0, 0, 0, 5, 2]), (Base, [8, 0, 0, 0, 5, 2]), (Base + 0x20, new byte[6])],
        });
        yield return Of("loongarch", image with
        {
            Machine = ElfMachine.LoongArch,
            Orc = [(Base + 4, [8, 0, 0, 0, 0, 0, 3, 0x20]), (Base, new byte[8])],
        });
        yield return Of("arm64", image with { Machine = ElfMachine.AArch64, McountByRelocation = true });
        yield return Of("powerpc", image with { Machine = ElfMachine.PowerPc, Class = ElfClass.Elf32, Order = ByteOrder.Big });
        yield return Of("arm", image with { Machine = ElfMachine.Arm, Class = ElfClass.Elf32 });
        yield return Of("mips64", image with { Machine = ElfMachine.Mips, Order = ByteOrder.Big });
        foreach (KallsymsRelease release in Enum.GetValues<KallsymsRelease>())
        {
            KallsymsImage symbols = new() { Release = release, Class = ElfClass.Elf32, Order = ByteOrder.Big };
            yield return new Seed($"kallsyms/{release}", symbols.ToElf().Build());
            yield return new Seed($"kallsyms/{release}-64", new KallsymsImage { Release = release }.ToElf().Build());
        }

        foreach (TableRelease release in Enum.GetValues<TableRelease>())
        {
            FlatKernel kernel = new() { Release = release, Functions = 255, HasTablesOnly = true, Class = ElfClass.Elf32, Order = ByteOrder.Big };
            yield return new Seed($"generated/tables-{release}", kernel.BuildElf());
            yield return new Seed($"generated/tables-{release}-64", (kernel with { Class = ElfClass.Elf64, Order = ByteOrder.Little }).BuildElf());
        }

        yield return new Seed(
            "generated/tables-flat", new FlatKernel { Release = TableRelease.Linux64, Functions = 255, HasTablesOnly = true }.Build());
        yield return new Seed("kallsyms/map", """
            1000 T _text
            1000 T _stext
            1008 t name_show
            1010 W weak
            1010 t name_show
            1018 d __start_table
            1020 A kept
            1028 T __efistub_dropped
            1030 r name.llvm.12

            """u8.ToArray());
    }

    // The other targets want something to read, too.
    private static Seed Of(string name, KernelImage image)
    {
        DwarfBuilder dwarf = new DwarfBuilder(image.Order).Unit(
            new UnitSpec { AddressSize = (byte)(image.Class == ElfClass.Elf64 ? 8 : 4) },
            Die(DwTag.CompileUnit, Die(DwTag.Subprogram, Name("f"))));
        return new Seed($"generated/kernel-{name}", dwarf.AddTo(image.ToElf()).Build());
    }
}
