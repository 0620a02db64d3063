// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>
/// A linked file with the tables of a kernel that <c>sorttable</c> sorts, in the order given here. Sections follow each
/// other in memory as in the file: <c>.text</c>, <c>__ex_table</c>, <c>.orc_unwind_ip</c>, <c>.orc_unwind</c>,
/// <c>.init.data</c> with the addresses of tracer calls and the flag <c>main_extable_sort_needed</c> after them.
/// </summary>
/// <example><code>
/// byte[] file = new KernelImage { Functions = [new("f", 0x1000, 16)], Exceptions = [(0x1004, 0x1000, 0)] }.ToElf().Build();
/// </code></example>
public sealed record KernelImage
{
    /// <summary>Instruction set.</summary>
    public ElfMachine Machine { get; init; } = ElfMachine.X8664;

    /// <summary>32 or 64 bits.</summary>
    public ElfClass Class { get; init; } = ElfClass.Elf64;

    /// <summary>Byte order.</summary>
    public ByteOrder Order { get; init; } = ByteOrder.Little;

    /// <summary>Executable or shared.</summary>
    public ElfType Type { get; init; } = ElfType.Executable;

    /// <summary>Address of <c>.text</c>.</summary>
    public ulong Base { get; init; } = 0xffff_ffff_8100_0000;

    /// <summary>Bytes of <c>.text</c>.</summary>
    public int TextSize { get; init; } = 0x40;

    /// <summary>The functions.</summary>
    public IReadOnlyList<KernelFunction> Functions { get; init; } = [];

    /// <summary>Exceptions: addresses of instruction and fixup, and data where the machine has them.</summary>
    public IReadOnlyList<(ulong Instruction, ulong Fixup, uint Data)> Exceptions { get; init; } = [];

    /// <summary>ORC entries, or null for no ORC sections.</summary>
    public IReadOnlyList<(ulong Address, byte[] Entry)>? Orc { get; init; }

    /// <summary>Addresses of tracer calls, or null for no symbols of theirs.</summary>
    public IReadOnlyList<ulong>? Mcount { get; init; }

    /// <summary>True for arm64's way: the addresses are addends of relocations, in order of their places.</summary>
    public bool McountByRelocation { get; init; }

    /// <summary>Value of <c>main_extable_sort_needed</c>; null for no such symbol.</summary>
    public uint? SortNeeded { get; init; } = 1;

    /// <summary>The release in its banner, such as <c>7.3.4</c>; null for no banner.</summary>
    public string? Release { get; init; }

    /// <summary>The text of the configuration that it carries; null for none.</summary>
    public string? Config { get; init; }

    private int WordSize => Class == ElfClass.Elf64 ? 8 : 4;

    private bool IsAbsolute => Machine is ElfMachine.Arm or ElfMachine.Mips or ElfMachine.ArCompact or ElfMachine.ArcV2
        or ElfMachine.MicroBlaze or ElfMachine.Xtensa;

    private bool HasData => !IsAbsolute && Machine is not (ElfMachine.PowerPc or ElfMachine.PowerPc64);

    /// <summary>The file, to be changed further.</summary>
    /// <param name="forceExtendedIndices">Whether symbols name their sections through <c>SHN_XINDEX</c>.</param>
    public ElfBuilder ToElf(bool forceExtendedIndices = false)
    {
        ElfBuilder elf = new(Class, Order, Machine, Type) { UsesAddends = true, ForceExtendedIndices = forceExtendedIndices };
        ulong address = Base;
        Add(elf, ".text", new byte[TextSize], ref address, ElfSectionFlags.Executable);
        Add(elf, "__ex_table", ExceptionBytes(address), ref address);
        if (Orc is not null)
        {
            Add(elf, ".orc_unwind_ip", OrcAddressBytes(address), ref address);
            Add(elf, ".orc_unwind", [.. Orc.SelectMany(entry => entry.Entry)], ref address);
        }

        address = (address + 7) & ~7ul;
        ulong data = address;
        Add(elf, ".init.data", DataBytes(), ref address, ElfSectionFlags.Writable);
        int count = Mcount?.Count ?? 0;
        for (int i = 0; McountByRelocation && i < count; i++)
        {
            elf.Relocate(".init.data", data + (ulong)(i * WordSize), 0x403, "", (long)Mcount![i]);
        }

        ulong stop = data + (ulong)(count * WordSize);
        if (Mcount is not null)
        {
            elf.Symbol("__start_mcount_loc", ".init.data", data).Symbol("__stop_mcount_loc", ".init.data", stop);
        }

        if (Release is not null)
        {
            ulong banner = address;
            Add(elf, ".banner", Encoding.ASCII.GetBytes($"Linux version {Release} (a@b) #1 SMP PREEMPT\0\0\0\0\0\0\0\0"), ref address);
            elf.Symbol("linux_banner", ".banner", banner, type: ElfSymbolType.Object);
        }

        if (Config is not null)
        {
            ulong config = address;
            Add(elf, ".config", ConfigBytes(Config), ref address);
            elf.Symbol("kernel_config_data", ".config", config + 8).Symbol("kernel_config_data_end", ".config", address - 8);
        }

        foreach (KernelFunction function in Functions)
        {
            elf.Symbol(function.Name, ".text", function.Address, function.Size, function.Binding, function.Type);
        }

        // The last one of the table.
        return SortNeeded is null
            ? elf
            : elf.Symbol("main_extable_sort_needed", ".init.data", stop, 4, type: ElfSymbolType.Object);
    }

    private static void Add(
        ElfBuilder elf, string name, byte[] contents, ref ulong address, ElfSectionFlags flags = ElfSectionFlags.None)
    {
        ulong at = address;
        elf.Section(name, contents, flags: flags | ElfSectionFlags.Allocated).With(name, header => header with { Address = at });
        address += (ulong)contents.Length;
    }

    // As kernel/configs.c has it.
    private static byte[] ConfigBytes(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes(text));
        }

        return [.. "IKCFG_ST"u8, .. packed.ToArray(), .. "IKCFG_ED"u8];
    }

    private byte[] ExceptionBytes(ulong address)
    {
        ByteAssembler bytes = new(Order);
        foreach ((ulong instruction, ulong fixup, uint data) in Exceptions)
        {
            if (IsAbsolute)
            {
                bytes.Word(WordSize == 8, instruction).Word(WordSize == 8, fixup);
                continue;
            }

            ulong at = address + (ulong)bytes.Position;
            bytes.U32((uint)(instruction - at)).U32((uint)(fixup - at - 4));
            if (HasData)
            {
                bytes.U32(data);
            }
        }

        return bytes.ToArray();
    }

    private byte[] OrcAddressBytes(ulong address)
    {
        ByteAssembler bytes = new(Order);
        foreach ((ulong target, _) in Orc!)
        {
            bytes.U32((uint)(target - address - (ulong)bytes.Position));
        }

        return bytes.ToArray();
    }

    private byte[] DataBytes()
    {
        ByteAssembler bytes = new(Order);
        foreach (ulong value in Mcount ?? [])
        {
            bytes.Word(WordSize == 8, McountByRelocation ? 0 : value);
        }

        return bytes.U32(SortNeeded ?? 0).ToArray();
    }
}

/// <summary>A function of a <see cref="KernelImage"/>.</summary>
/// <param name="Name">Name.</param>
/// <param name="Address">Address.</param>
/// <param name="Size">Bytes; 0 when none are known.</param>
/// <param name="Type">Kind.</param>
/// <param name="Binding">Scope.</param>
public sealed record KernelFunction(
    string Name, ulong Address, ulong Size, ElfSymbolType Type = ElfSymbolType.Function,
    ElfSymbolBinding Binding = ElfSymbolBinding.Global);
