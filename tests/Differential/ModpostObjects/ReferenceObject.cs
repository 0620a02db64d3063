// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Differential.RandomC;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Differential.ModpostObjects;

/// <summary>
/// A random object with references between sections of all classes that modpost knows, from and to symbols with names that it
/// accepts, shortens or passes over. The seed decides everything.
/// </summary>
internal static class ReferenceObject
{
    private const int Sections = 14;
    private const int Symbols = 40;
    private const int Relocations = 120;

    private static readonly string[] _sources =
    [
        ".text", ".text", ".text.unlikely", ".text.hot.f", ".sched.text", ".noinstr.text", ".ltext", ".ltext.f", ".data", ".data", ".data.rel",
        ".init.text", ".init.text", ".init.data", ".init.rodata", ".init.setup", ".exit.text", ".exit.data", ".pci_fixup_final",
        ".pci_fixup_resume_early", ".head.text", ".head.text.f", "__ex_table",
    ];

    private static readonly string[] _others =
    [
        ".rodata", ".data.foo", ".ref.text", ".fixup", ".entry.text", ".irqentry.text", ".coldtext", ".altinstr_replacement", ".discard.z",
        ".note.x", ".debug_info", ".klp.symid", "__llvm_covmap", ".llvm.call-graph-profile", ".meminit.text", ".meminit.data",
        ".memexit.data", ".bss", ".text..refcount", "odd", ".got2", "___ksymtab+f", ".init", ".exit", ".initcall4.init", ".pci_fixup_early2",
    ];

    // A number follows, which makes it the only one of its name; %  stands for it where it has to be inside.
    private static readonly string[] _names =
    [
        "f", "f", "f", "f", "data", ".L", "L0", "$d", "%_ops", "%_console", "%_probe", "%_probe_one", "%_template", "%_timer", "%_sht",
        "%_driver", "%_ops.llvm.8", "__param_", "__param_ops_", "f%.constprop.0", "g%.12", "k%.3.part.1", "x%.llvm.99", ".dot", "%.isra.0",
        "h%.5x", "__initcall_",
    ];

    /// <summary>The object of a seed.</summary>
    public static byte[] Make(Target target, int seed)
    {
        Dice dice = new((ulong)seed);
        ElfBuilder usual = new(target.Class, target.Order, target.Machine);
        ElfBuilder builder = new(target.Class, target.Order, target.Machine)
        {
            ForceExtendedIndices = dice.Chance(15),
            UsesAddends = dice.Chance(4) ? !usual.UsesAddends : usual.UsesAddends,
        };
        List<(string Name, byte[] Contents)> sections = [];
        builder.Section(".modinfo", "license=GPL\0description=random\0"u8.ToArray(), flags: ElfSectionFlags.Allocated);
        while (sections.Count < Sections)
        {
            string name = dice.Chance(65) ? dice.Pick<string>(_sources) : dice.Pick<string>(_others);
            // Few have what ends the run, or the rest would not be seen.
            if (name != ".altinstr_replacement" || dice.Chance(20))
            {
                AddSection(builder, dice, name, sections);
            }
        }

        List<string> symbols = AddSymbols(builder, dice, sections);
        for (int i = 0; i < Relocations; i++)
        {
            (string section, byte[] contents) = dice.Pick<(string, byte[])>(sections);
            uint type = dice.Pick<uint>(target.Types);
            int offset = dice.Below(contents.Length - 4);
            int addend = dice.Between(-8, contents.Length + 30);
            if (!builder.UsesAddends && dice.Chance(80))
            {
                InstructionBytes.Put(target, contents, offset, type, (uint)addend);
            }

            builder.Relocate(section, (ulong)offset, type, dice.Pick<string>(symbols), addend);
        }

        return builder.Build();
    }

    private static void AddSection(ElfBuilder builder, Dice dice, string name, List<(string Name, byte[] Contents)> sections)
    {
        byte[] contents = new byte[dice.Between(8, 40) * 4];
        for (int i = 0; i < contents.Length; i++)
        {
            contents[i] = (byte)dice.Below(256);
        }

        ElfSectionFlags flags = dice.Chance(92) ? ElfSectionFlags.Allocated : ElfSectionFlags.None;
        flags |= name.Contains("text", StringComparison.Ordinal) || dice.Chance(10) ? ElfSectionFlags.Executable : ElfSectionFlags.None;
        builder.Section(name, contents, flags: flags);
        sections.RemoveAll(section => section.Name == name);
        sections.Add((name, contents));
    }

    // What relocations may name: symbols, and sections by their names.
    private static List<string> AddSymbols(ElfBuilder builder, Dice dice, List<(string Name, byte[] Contents)> sections)
    {
        List<string> names = [.. sections.Select(section => section.Name), .. sections.Select(section => section.Name)];
        for (int i = 0; i < Symbols; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            string stem = dice.Pick<string>(_names);
            string name = stem.Contains('%', StringComparison.Ordinal) ? "s" + stem.Replace("%", number, StringComparison.Ordinal) : stem + number;
            name = dice.Chance(3) ? dice.Pick("__init_begin", "_sinittext", "_einittext") : name;
            ElfSymbolBinding binding = dice.Pick(ElfSymbolBinding.Local, ElfSymbolBinding.Global, ElfSymbolBinding.Weak);
            ElfSymbolType type = dice.Pick(ElfSymbolType.NoType, ElfSymbolType.Function, ElfSymbolType.Object);
            (string section, byte[] contents) = dice.Pick<(string, byte[])>(sections);
            ulong value = dice.Chance(20) ? 0 : (ulong)dice.Below(contents.Length + 8);
            switch (dice.Below(30))
            {
                case 0:
                    builder.Symbol(name, ElfSymbol.AbsoluteSection, value, binding: binding);
                    break;
                case 1:
                    builder.Symbol(name, null, binding: ElfSymbolBinding.Weak);
                    break;
                default:
                    builder.Symbol(name, section, value, 4, binding, type);
                    break;
            }

            names.Add(name);
        }

        return names;
    }
}
