// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Split;

/// <summary>What holds for every image.</summary>
public sealed class SplitPropertyTests
{
    private static readonly string[] s_rewritten = [".symtab", ".symtab_shndx", ".strtab", ".shstrtab"];

    [Theory]
    [InlineData(ImageLayout.Reuse)]
    [InlineData(ImageLayout.Compact)]
    [InlineData(ImageLayout.GnuObjcopy)]
    [InlineData(ImageLayout.LlvmObjcopy)]
    public void What_stays_keeps_its_bytes_and_addresses_and_nothing_is_left_to_split(ImageLayout layout) =>
        Property.Holds<int>(seed => Holds(new Random(seed), layout), 200);

    private static bool Holds(Random random, ImageLayout layout)
    {
        byte[] linked = RandomImage(random, layout);
        using SplitResult result = SplitResult.Of(linked, layout);
        ElfSection[] kept = [.. result.Before.Sections.ToArray().Where(section => section.Name != ".modinfo" && !section.Name.StartsWith(".rel", StringComparison.Ordinal))];
        Assert.Equal(kept.Select(section => section.Name), result.After.Sections.ToArray().Select(section => section.Name));
        foreach ((ElfSection old, ElfSection now) in kept.Zip(result.After.Sections.ToArray()))
        {
            Assert.Equal((old.Type, old.Flags, old.Address, old.EntrySize), (now.Type, now.Flags, now.Address, now.EntrySize));
            Assert.True(!old.IsAllocated || old.Type == ElfSectionType.NoBits || old.Offset == now.Offset, "a loaded section moved");
            if (!s_rewritten.Contains(old.Name))
            {
                Assert.Equal(old.Alignment, now.Alignment);
                Assert.Equal(result.Before.Contents(old).Span().ToArray(), result.After.Contents(now).Span().ToArray());
            }
        }

        Assert.Equal(Symbols(result.Before).Where(symbol => symbol.Section is not ".modinfo" && !symbol.Name.StartsWith("__mod_device_table__", StringComparison.Ordinal)), Symbols(result.After));
        byte[] split = result.After.Image.Span(0, (int)result.After.Image.Length).ToArray();
        using SplitResult again = SplitResult.Of(split, layout);
        Assert.True(again.Plan.HasNothingToRemove);
        Assert.Equal(split, again.After.Image.Span(0, (int)again.After.Image.Length).ToArray());
        return true;
    }

    private static List<(string Name, string Section, ulong Value)> Symbols(ElfFile image)
    {
        image.TryFindSection(".symtab", out ElfSection? section);
        ElfSymbolTable table = image.Symbols(section!);
        List<(string Name, string Section, ulong Value)> symbols = [];
        for (int i = 0; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            string home = symbol.SectionNumber < (uint)image.Sections.Length ? image.Sections[(int)symbol.SectionNumber].Name : "";
            symbols.Add((System.Text.Encoding.ASCII.GetString(table.NameOf(symbol)), home, symbol.Value));
        }

        return symbols;
    }

    private static byte[] RandomImage(Random random, ImageLayout layout)
    {
        (ElfClass elfClass, ObjectFiles.Bytes.ByteOrder order, ElfMachine machine) = random.Next(3) switch
        {
            0 => (ElfClass.Elf64, ObjectFiles.Bytes.ByteOrder.Little, ElfMachine.X8664),
            1 => (ElfClass.Elf32, ObjectFiles.Bytes.ByteOrder.Little, ElfMachine.I386),
            _ => (ElfClass.Elf64, ObjectFiles.Bytes.ByteOrder.Big, ElfMachine.S390),
        };
        ElfBuilder elf = new(elfClass, order, machine, ElfType.Executable)
        {
            LoadAddress = 0x1000000,
            SegmentAlignment = 0x1000,
            RelocationsLast = random.Next(4) != 0,
            // The layouts of objcopy refuse them: no kernel has them once it is linked.
            ForceExtendedIndices = random.Next(4) == 0 && layout <= ImageLayout.Compact,
        };
        const ElfSectionFlags Loaded = ElfSectionFlags.Allocated | ElfSectionFlags.Writable;
        List<string> names = [];
        int loaded = random.Next(1, 5);
        for (int i = 0; i < loaded; i++)
        {
            names.Add($".l{i}");
            elf.Section(names[^1], Bytes(random, random.Next(1, 40)), flags: Loaded);
        }

        string end = names[^1];
        if (random.Next(2) == 0)
        {
            elf.Section(".bss", new byte[random.Next(1, 64)], ElfSectionType.NoBits, Loaded);
            end = ".bss";
        }

        if (random.Next(4) != 0)
        {
            elf.Section(".modinfo", Bytes(random, random.Next(1, 40)), flags: ElfSectionFlags.Allocated)
                .Symbol("__UNIQUE_ID_modinfo", ".modinfo", 0, 0, ElfSymbolBinding.Local);
            end = ".modinfo";
        }

        elf.Load(names[0], end);
        for (int i = random.Next(4); i > 0; i--)
        {
            names.Add($".d{i}");
            elf.Section(names[^1], Bytes(random, random.Next(0, 40)));
        }

        // The layouts of objcopy refuse an image of which no symbol stays.
        elf.Symbol("stays", names[0]);
        for (int i = random.Next(12); i > 0; i--)
        {
            string name = random.Next(4) == 0 ? $"__mod_device_table__{i}" : $"s{i}";
            // llvm-objcopy leaves device tables that are not local.
            bool isLocal = random.Next(2) == 0 || (layout == ImageLayout.LlvmObjcopy && name[0] == '_');
            elf.Symbol(name, names[random.Next(names.Count)], (ulong)i, 4, isLocal ? ElfSymbolBinding.Local : ElfSymbolBinding.Global, ElfSymbolType.Object)
                .Relocate(names[random.Next(names.Count)], (ulong)i, 1, name);
        }

        return elf.Build();
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
