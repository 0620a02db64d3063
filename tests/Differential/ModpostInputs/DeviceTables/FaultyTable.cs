// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Differential.RandomC;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Differential.ModpostInputs.DeviceTables;

/// <summary>An object with a device table that is wrong, and a good one after it.</summary>
internal sealed class FaultyTable(RecordOffsets offsets, string release, ObjectTarget target, int number)
{
    private readonly Dice _dice = new((ulong)(number + 7777 * (int)target.Machine));

    public void Write(string folder)
    {
        (string type, byte[] table) = Make();
        byte[] good = new byte[2 * offsets.SizeOf("spi_device_id")];
        good[0] = (byte)'x';
        ElfBuilder elf = RandomTables.NewObject(target).Section(".rodata", [.. table, .. good], flags: ElfSectionFlags.Allocated);
        elf.Symbol(RandomTables.SymbolOf(release, type, 0, _dice), ".rodata", 0, (ulong)table.Length, ElfSymbolBinding.Local, ElfSymbolType.Object);
        elf.Symbol(RandomTables.SymbolOf(release, "spi", 1, _dice), ".rodata", (ulong)table.Length, (ulong)good.Length, ElfSymbolBinding.Local, ElfSymbolType.Object);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"b{number}.o"), elf.Build());
    }

    private (string Type, byte[] Table) Make()
    {
        RandomRecords records = new(offsets, release, target, _dice);
        (string type, string tag) = _dice.Pick(TableTypes.All.Where(type => offsets.Has(type.Struct)).ToList());
        int size = offsets.SizeOf(tag);
        switch (number % 6)
        {
            case 0 when size > 1: // not a multiple
                return (type, [.. records.Make(tag), .. new byte[size + 1]]);
            case 1: // nothing at its end
                return (type, [.. records.Make(tag), .. Enumerable.Repeat((byte)0x5a, size)]);
            case 2: // too short for one record
                return ("of", [.. new byte[_dice.Below(offsets.SizeOf("of_device_id"))]]);
            case 3: // bits outside the mask
                byte[] amba = new byte[2 * offsets.SizeOf("amba_id")];
                amba[_dice.Below(4)] = 0x10;
                return ("amba", amba);
            case 4 when release == "7.3": // more keys than the alias may have
                byte[] input = new byte[2 * offsets.SizeOf("input_device_id")];
                int start = offsets.FieldsOf("input_device_id").First(field => field.Name == "keybit").Offset;
                input[target.IsLittle ? 0 : offsets.FieldsOf("input_device_id")[1].Offset - 1] = 0x20;
                input.AsSpan(start + 16 + _dice.Below(8) * 8, 16).Fill((byte)_dice.Between(128, 255));
                return ("input", input);
            case 5 when release == "7.3" && target.IsLittle: // longer texts than the alias may have
                byte[] dmi = new byte[2 * offsets.SizeOf("dmi_system_id")];
                for (int i = 0; i < 4; i++)
                {
                    int at = offsets.FieldsOf("dmi_system_id")[0].Offset + i * 80;
                    dmi[at] = (byte)_dice.Between(1, 8);
                    dmi.AsSpan(at + 1, _dice.Between(50, 78)).Fill((byte)'d');
                }

                return ("dmi", dmi);
            default:
                byte[] pci = new byte[2 * offsets.SizeOf("pci_device_id")];
                pci.AsSpan(16, 8).Fill(0x33);
                return ("pci", pci);
        }
    }
}
