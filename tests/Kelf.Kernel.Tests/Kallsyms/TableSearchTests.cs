// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Search;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>Tables that are found without a symbol: of all releases, classes and byte orders; and those that are refused.</summary>
public sealed class TableSearchTests
{
    // One bit in so many of a large table is damaged, and of a small one.
#if FEWER_INPUTS
    private const int Step = 8191, SmallStep = 61, CutStep = 1009;
    private static readonly bool[] WithOwnEntries = [true];
#else
    private const int Step = 13, SmallStep = 1, CutStep = 97;
    private static readonly bool[] WithOwnEntries = [false, true];
#endif

    public static TheoryData<TableRelease, ElfClass, ByteOrder, bool> Forms => new(
        from release in Enum.GetValues<TableRelease>()
        from elfClass in (ElfClass[])[ElfClass.Elf32, ElfClass.Elf64]
        from order in Enum.GetValues<ByteOrder>()
        from hasOwnEntries in WithOwnEntries
        select (release, elfClass, order, hasOwnEntries));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Tables_of_all_releases_are_found(TableRelease release, ElfClass elfClass, ByteOrder order, bool hasOwnEntries)
    {
        FlatKernel kernel = new() { Release = release, Class = elfClass, Order = order, HasOwnEntries = hasOwnEntries };
        Check(kernel);
#if !FEWER_INPUTS
        Check(kernel with { Functions = 1500 });
        // 768 entries in all: markers for nothing but whole blocks.
        Check(kernel with { Functions = 768 - kernel.Entries.Count + 700 });
#endif
    }

    [Theory]
    [InlineData(TableRelease.Linux46)]
    [InlineData(TableRelease.Linux420)]
    [InlineData(TableRelease.Linux62)]
    [InlineData(TableRelease.Linux64)]
    public void Numbers_of_per_cpu_variables_are_told_from_distances(TableRelease release)
    {
        Check(new FlatKernel { Release = release, HasPercpu = true }, options => Assert.True(options.AbsolutePercpu));
        Check(new FlatKernel { Release = release, HasPercpu = true, Functions = 701, Class = ElfClass.Elf32 });
    }

    [Theory]
    [InlineData(TableRelease.Linux420, ElfClass.Elf64)]
    [InlineData(TableRelease.Linux62, ElfClass.Elf32)]
    [InlineData(TableRelease.Linux64, ElfClass.Elf64)]
    public void Addresses_may_be_words(TableRelease release, ElfClass elfClass) =>
        Check(new FlatKernel { Release = release, Class = elfClass, HasWords = true });

    [Theory]
    [InlineData(TableRelease.Linux46, ElfClass.Elf32, false)]
    [InlineData(TableRelease.Linux420, ElfClass.Elf64, false)]
    [InlineData(TableRelease.Linux420, ElfClass.Elf64, true)]
    public void The_base_may_be_before_all_entries(TableRelease release, ElfClass elfClass, bool hasPercpu) =>
        Check(new FlatKernel { Release = release, Class = elfClass, HasPercpu = hasPercpu, BaseDistance = 0x220 });

    [Fact]
    public void Addresses_may_be_numbers() => Check(
        new FlatKernel { Class = ElfClass.Elf32, HasNumbers = true }, options => Assert.False(options.PcRelative));

    [Theory]
    [InlineData(TableRelease.Linux44, ElfClass.Elf32, 16)] // arm: .align 4
    [InlineData(TableRelease.Linux46, ElfClass.Elf32, 16)]
    [InlineData(TableRelease.Linux44, ElfClass.Elf64, 256)] // arm64, powerpc: .align 8
    [InlineData(TableRelease.Linux46, ElfClass.Elf64, 256)]
    public void Alignments_may_be_powers_of_two(TableRelease release, ElfClass elfClass, int alignment)
    {
        for (int functions = 700; functions < 703; functions++)
        {
            Check(new FlatKernel { Release = release, Class = elfClass, Alignment = alignment, Functions = functions });
        }
    }

    [Theory]
    [InlineData(TableRelease.Linux62, ".llvm.")]
    [InlineData(TableRelease.Linux64, ".llvm.")]
    [InlineData(TableRelease.Linux64, ".")]
    public void Names_may_be_in_the_order_of_clang_s_lto(TableRelease release, string cut) =>
        Check(new FlatKernel { Release = release, Cut = cut }, options => Assert.True(options.LtoClang));

    [Theory]
    [InlineData(TableRelease.Linux64)]
    [InlineData(TableRelease.Linux72)]
    public void Tables_that_were_linked_once_have_room(TableRelease release) =>
        Check(new FlatKernel { Release = release, Room = 4096 + 24 });

    [Theory]
    [InlineData(TableRelease.Linux46)]
    [InlineData(TableRelease.Linux62)]
    [InlineData(TableRelease.Linux64)]
    public void Pointers_tell_a_base_that_a_loader_makes(TableRelease release)
    {
        FlatKernel kernel = new() { Release = release, HasZeroBase = true };
        Assert.Equal(kernel.Entries, EntriesOf(Find(kernel.Build())!));
        FlatKernel low = kernel with { IsLow = true, HasOwnEntries = false, Order = ByteOrder.Big };
        Assert.Equal(low.Entries, EntriesOf(Find(low.Build())!));
        Refused("nothing in this flat image proves their addresses", (kernel with { HasPointers = false }).Build());
    }

    [Fact]
    public void Without_pointers_the_tables_have_to_be_entries()
    {
        FlatKernel kernel = new() { Release = TableRelease.Linux64, HasPointers = false };
        Assert.Equal(kernel.Entries, EntriesOf(Find(kernel.Build())!));
        Refused("nothing in this flat image proves their addresses", (kernel with { HasOwnEntries = false }).Build());
        // Distances from their own place tell no address.
        Refused("nothing in this flat image proves their addresses", (kernel with { Release = TableRelease.Linux72 }).Build());
    }

    [Theory]
    [InlineData(TableRelease.Linux46, "kallsyms_markers", "kallsyms_token_index", "kallsyms_num_syms", "kallsyms_relative_base")]
    [InlineData(TableRelease.Linux62, "kallsyms_markers", "kallsyms_token_index", "kallsyms_num_syms", "kallsyms_seqs_of_names")]
    [InlineData(TableRelease.Linux64, "kallsyms_markers", "kallsyms_token_index", "kallsyms_num_syms", "kallsyms_seqs_of_names", "kallsyms_relative_base")]
    [InlineData(TableRelease.Linux72, "kallsyms_markers", "kallsyms_token_index", "kallsyms_num_syms", "kallsyms_seqs_of_names")]
    public void One_wrong_bit_is_noticed(TableRelease release, params string[] parts)
    {
        FlatKernel kernel = new() { Release = release, Functions = 300 };
        foreach (string part in parts)
        {
            int size = 0;
            _ = (kernel with { Damage = (table, bytes) => size = table == part ? bytes.Length : size }).Build();
            Assert.NotEqual(0, size);
            for (int bit = 0; bit < size * 8; bit += size > 64 ? Step : SmallStep)
            {
                FlatKernel damaged = kernel with
                {
                    Damage = (table, bytes) => bytes[table == part ? bit / 8 : 0] ^= (byte)(table == part ? 1 << (bit % 8) : 0),
                };
                Assert.True(IsRefused(damaged.Build()), $"{part}: bit {bit} of the flat image");
                // Of an ELF file the headers tell the base.
                Assert.True(IsRefused(damaged.BuildElf()), $"{part}: bit {bit} of the ELF file");
            }
        }
    }

    [Fact]
    public void Addresses_have_to_ascend() => Refused(
        "names, but no addresses, or places in the order of names, beside them",
        new FlatKernel { Release = TableRelease.Linux420, Damage = (table, bytes) => bytes[table == "kallsyms_offsets" ? 801 : 0] ^= (byte)(table == "kallsyms_offsets" ? 0xff : 0) }.Build());

    [Fact]
    public void Letters_have_to_be_letters() => Refused(
        "no names, markers and number of entries before them that agree with each other",
        new FlatKernel { Damage = (table, bytes) => bytes[1] = table == "kallsyms_names" ? (byte)'_' : bytes[1] }.Build());

    [Fact]
    public void What_is_no_kernel_has_no_tables()
    {
        Assert.Null(Find(new byte[100_000]));
        Assert.Null(Find([]));
        Assert.Null(Find([.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * i >> 3))]));
    }

    [Fact]
    public void Two_kernels_are_none()
    {
        byte[] kernel = new FlatKernel { Release = TableRelease.Linux44 }.Build();
        Refused("there are the tables of two kernels in it", [.. kernel, .. new byte[-kernel.Length & 7], .. kernel]);
    }

    [Theory]
    [InlineData(TableRelease.Linux44)]
    [InlineData(TableRelease.Linux62)]
    [InlineData(TableRelease.Linux64)]
    [InlineData(TableRelease.Linux72)]
    public void What_is_cut_short_is_refused(TableRelease release)
    {
        byte[] kernel = new FlatKernel { Release = release }.Build();
        int end = kernel.Length - 5000;
        for (int length = end - 16_000; length < end; length += CutStep)
        {
            Assert.True(IsRefused(kernel[..length]), $"{length} of {end}");
        }
    }

    private static void Check(FlatKernel kernel, Action<KallsymsOptions>? check = null)
    {
        foreach (byte[] image in (byte[][])[kernel.Build(), kernel.BuildElf()])
        {
            FoundTables found = Assert.IsType<FoundTables>(Find(image));
            Assert.Equal(kernel.Entries, EntriesOf(found));
            Assert.Equal(kernel.Class, found.Class);
            check?.Invoke(found.Table.Options);
        }
    }

    private static IEnumerable<(ulong, string)> EntriesOf(FoundTables found) => Enumerable.Range(0, found.Table.Count)
        .Select(entry => (found.Table.Addresses[entry], Encoding.ASCII.GetString(found.Table.TextOf(entry))));

    private static FoundTables? Find(byte[] image)
    {
        using NativeBuffer file = InMemory.File(image, "Image");
        return ElfFile.IsElf(file.Contents) ? TableSearch.TryFind(ElfFile.Parse(file.Contents)) : TableSearch.TryFind(file.Contents);
    }

    private static bool IsRefused(byte[] image)
    {
        try
        {
            return Find(image) is null;
        }
        catch (RefusedException)
        {
            return true;
        }
    }

    private static void Refused(string message, byte[] image) =>
        Assert.Contains(message, Assert.Throws<RefusedException>(() => Find(image)).Message, StringComparison.Ordinal);
}
