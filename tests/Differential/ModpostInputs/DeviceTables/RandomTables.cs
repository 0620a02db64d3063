// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Differential.RandomC;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Differential.ModpostInputs.DeviceTables;

/// <summary>An object with device tables of some types. Any 19 objects in a row have tables of all types, and one of them is a kernel.</summary>
internal sealed class RandomTables(RecordOffsets offsets, string release, ObjectTarget target, int number)
{
    private const int Cycle = 19;

    private readonly Dice _dice = new((ulong)(number + 1000 * (int)target.Machine));

    private bool IsVmlinux => number % Cycle == Cycle - 1;

    /// <summary>Writes the object.</summary>
    /// <returns>Its name.</returns>
    public string Write(string folder)
    {
        ElfBuilder elf = NewObject(target, forceExtended: number % Cycle == 5);
        RandomRecords records = new(offsets, release, target, _dice);
        MemoryStream data = new();
        List<(string Symbol, long Start, long Size)> tables = [];
        foreach ((string type, string structTag) in Types())
        {
            data.Write(new byte[_dice.Below(3) * 8]);
            long start = data.Length;
            List<byte[]> table = [];
            for (int left = _dice.Between(0, 8); left > 0; left--)
            {
                table.Add(table.Count > 0 && _dice.Chance(20) ? _dice.Pick(table) : records.Make(structTag));
            }

            table.ForEach(record => data.Write(record));
            data.Write(new byte[offsets.SizeOf(structTag)]);
            tables.Add((SymbolOf(release, type, tables.Count, _dice), start, data.Length - start));
        }

        elf.Section(".rodata", data.ToArray(), flags: ElfSectionFlags.Allocated);
        foreach ((string symbol, long start, long size) in tables)
        {
            elf.Symbol(symbol, ".rodata", (ulong)start, (ulong)size, ElfSymbolBinding.Local, ElfSymbolType.Object);
        }

        // None of these is a table.
        elf.Symbol(SymbolOf(release, "pci", 90, _dice), ".rodata", 0, 3, ElfSymbolBinding.Local, ElfSymbolType.NoType);
        elf.Symbol(release == "7.3" ? "__mod_device_table__pci__x" : "__mod_pci__x", ".rodata", 0, 3, ElfSymbolBinding.Local, ElfSymbolType.Object);
        string name = IsVmlinux ? "vmlinux.o" : $"m{number}.o";
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name), elf.Build());
        return name;
    }

    /// <summary>An object that is a module as far as modpost asks.</summary>
    public static ElfBuilder NewObject(ObjectTarget target, bool forceExtended = false) =>
        new ElfBuilder(target.Class, target.Order, target.Machine) { ForceExtendedIndices = forceExtended }
            .Section(".modinfo", [.. "license=GPL\0description=random tables\0"u8], flags: ElfSectionFlags.Allocated);

    /// <summary>The symbol that makes a table one.</summary>
    public static string SymbolOf(string release, string type, int number, Dice dice) => release == "7.3"
        ? $"__mod_device_table__{number}__kmod_{dice.Pick("mod", "snd_x", "a")}__{type}__t{number}{dice.Pick("", "", ".llvm.1234", "__x", ".5")}"
        : $"__mod_{type}__t{number}{dice.Pick("", "__x")}_device_table{dice.Pick("", ".5")}";

    private IEnumerable<(string Type, string Struct)> Types()
    {
        List<(string Name, string Struct)> known = [.. TableTypes.All.Where(type => offsets.Has(type.Struct))];
        for (int i = number % Cycle; i < known.Count; i += Cycle)
        {
            yield return known[i];
        }

        for (int left = _dice.Below(4); left > 0; left--)
        {
            yield return _dice.Pick(known);
        }
    }
}
