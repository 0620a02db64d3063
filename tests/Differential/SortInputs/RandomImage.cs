// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Differential.SortInputs;

/// <summary>
/// A small image of a random machine, without what the original is known to do otherwise: several functions at one
/// address with one of them empty, the flag in the last symbol, two real ORC entries for one address.
/// </summary>
internal sealed class RandomImage
{
    private const ulong Granule = 16;

    private static readonly (ElfMachine Machine, ElfClass Class, ByteOrder Order)[] s_machines =
    [
        (ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little), (ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little),
        (ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Little), (ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Big),
        (ElfMachine.RiscV, ElfClass.Elf64, ByteOrder.Little), (ElfMachine.RiscV, ElfClass.Elf32, ByteOrder.Little),
        (ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big), (ElfMachine.LoongArch, ElfClass.Elf64, ByteOrder.Little),
        (ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big), (ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Big),
        (ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Little), (ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Little),
        (ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Big), (ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Big),
        (ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Big), (ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Little),
        (ElfMachine.ArcV2, ElfClass.Elf32, ByteOrder.Little), (ElfMachine.MicroBlaze, ElfClass.Elf32, ByteOrder.Big),
        (ElfMachine.Xtensa, ElfClass.Elf32, ByteOrder.Little),
    ];

    private readonly Random _random;
    private readonly KernelImage _image;

    public RandomImage(int seed)
    {
        _random = new Random(seed);
        (ElfMachine machine, ElfClass elfClass, ByteOrder order) = s_machines[seed % s_machines.Length];
        ulong start = elfClass == ElfClass.Elf64 ? 0xffff_ffff_8100_0000 : 0xc010_0000;
        int slots = _random.Next(4, 400);
        bool hasOrc = machine == ElfMachine.X8664 && _random.Next(3) > 0;
        bool hasMcount = _random.Next(3) > 0;
        KernelFunction[] functions = [.. Enumerable.Range(0, slots).Where(_ => _random.Next(4) > 0).Select(i => new KernelFunction(
            $"function{i}", start + 8 + ((ulong)i * Granule), (ulong)_random.Next(1, 9)))];
        _image = new KernelImage
        {
            Machine = machine,
            Class = elfClass,
            Order = order,
            Type = _random.Next(2) == 0 ? ElfType.Executable : ElfType.Dynamic,
            Base = start,
            TextSize = (slots + 1) * (int)Granule,
            Functions = functions.Length > 0 ? functions : [new("function", start, 4)],
            Exceptions = [.. Shuffled(slots).Select(i => (start + ((ulong)i * 4), start + (ulong)_random.Next(slots), (uint)_random.Next()))],
            Orc = hasOrc ? [.. Orc(start, slots)] : null,
            Mcount = hasMcount ? [.. Shuffled(slots).Select(i => start + ((ulong)i * Granule) + (ulong)_random.Next((int)Granule))] : null,
            McountByRelocation = machine == ElfMachine.AArch64 && _random.Next(3) > 0,
        };
    }

    /// <summary>The tables beside the exceptions.</summary>
    public string Tables() => (_image.Orc, _image.Mcount) switch
    {
        (null, null) => "none",
        (null, _) => "mcount",
        (_, null) => "orc",
        _ => "both",
    };

    public byte[] Elf() => _image.ToElf().Symbol("zzz", ".text").Build();

    public string Listing()
    {
        int digits = _image.Class == ElfClass.Elf64 ? 16 : 8;
        string Hex(ulong value) => value.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return string.Concat(_image.Functions.Select(function => $"{Hex(function.Address)} {Hex(function.Size)} T {function.Name}\n"));
    }

    private int[] Shuffled(int count)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        _random.Shuffle(numbers);
        return numbers;
    }

    private IEnumerable<(ulong Address, byte[] Entry)> Orc(ulong start, int slots) => Shuffled(slots * 2)
        .Where(i => i % 2 == 0 || _random.Next(4) == 0)
        .Select(i => (start + (ulong)(i / 2), i % 2 == 1 ? new byte[6] : Call()));

    private byte[] Call()
    {
        byte[] entry = new byte[6];
        _random.NextBytes(entry);
        entry[4] |= 1;
        entry[5] = (byte)_random.Next(1, 5);
        return entry;
    }
}
