// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Differential.RandomC;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Differential.ModpostObjects;

/// <summary>
/// A random object with exports as <c>EXPORT_SYMBOL</c> leaves them in <c>.export_symbol</c>: functions, data, init and exit code,
/// licences and namespaces, and the faults that modpost tells: local symbols, labels of another name, no label at all.
/// </summary>
internal static class ExportObject
{
    private const int Exports = 24;

    private static readonly string[] _sections = [".text", ".text.f", ".data", ".rodata", ".init.text", ".init.data", ".exit.text"];

    /// <summary>The object of a seed.</summary>
    public static byte[] Make(Target target, int seed)
    {
        Dice dice = new((ulong)seed + 1000);
        int word = target.Class == ElfClass.Elf64 ? 8 : 4;
        ElfBuilder builder = new(target.Class, target.Order, target.Machine) { ForceExtendedIndices = dice.Chance(15) };
        builder.Section(".modinfo", "license=GPL\0description=random\0import_ns=NS_A\0"u8.ToArray(), flags: ElfSectionFlags.Allocated);
        foreach (string section in _sections)
        {
            builder.Section(section, new byte[256], flags: ElfSectionFlags.Allocated);
        }

        MemoryStream records = new();
        List<(int Place, string Label, string Target)> entries = [];
        for (int i = 0; i < Exports; i++)
        {
            string name = (dice.Chance(10) ? "." : "") + "sym" + i.ToString(CultureInfo.InvariantCulture) + (dice.Chance(10) ? ".7" : "");
            string label = "__export_symbol_" + (dice.Chance(6) ? "other" : name);
            int start = (int)records.Length;
            string licence = dice.Chance(6) ? "BSD" : dice.Pick("", "GPL");
            string space = dice.Pick("", "", "NS_A", "NS_B", "module:m,n-*");
            records.Write(Encoding.ASCII.GetBytes(licence + "\0" + space + "\0"));
            records.Write(new byte[(word - ((int)records.Length % word)) % word]);
            entries.Add(((int)records.Length, label, name));
            records.Write(new byte[word]);
            // Without a label of its own an entry has that before it.
            if (!dice.Chance(6))
            {
                builder.Symbol(dice.Chance(6) ? "strange" + name : label, (uint)_sections.Length + 2, (ulong)start, binding: ElfSymbolBinding.Local);
            }

            AddTarget(builder, dice, name);
        }

        builder.Section(".export_symbol", records.ToArray(), flags: ElfSectionFlags.Allocated);
        foreach ((int place, _, string symbol) in entries)
        {
            builder.Relocate(".export_symbol", (ulong)place, target.Types[0], symbol);
        }

        return builder.Build();
    }

    private static void AddTarget(ElfBuilder builder, Dice dice, string name)
    {
        ElfSymbolBinding binding = dice.Chance(8) ? ElfSymbolBinding.Local : dice.Pick(ElfSymbolBinding.Global, ElfSymbolBinding.Weak);
        // 13 is STT_LOPROC: the functions of 64-bit PA-RISC.
        ElfSymbolType type = dice.Pick(ElfSymbolType.NoType, ElfSymbolType.Function, ElfSymbolType.Object, (ElfSymbolType)13);
        if (dice.Chance(5))
        {
            builder.Symbol(name, null, binding: ElfSymbolBinding.Global);
        }
        else
        {
            builder.Symbol(name, dice.Pick<string>(_sections), (ulong)dice.Below(256), 4, binding, type);
        }
    }
}
