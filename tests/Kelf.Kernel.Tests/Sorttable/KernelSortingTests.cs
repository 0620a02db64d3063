// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>What is done to an image when nobody says what its kernel wants.</summary>
public sealed class KernelSortingTests
{
    private const ulong Base = 0xffff_ffff_8100_0000;

    private static readonly SorttableOptions s_asKernel = new() { FollowsKernel = true };

    // The second of three calls is of no function.
    private static readonly KernelImage s_image = new()
    {
        Functions = [new("f", Base, 16), new("g", Base + 0x20, 16)],
        Exceptions = [(Base + 4, Base, 2)],
        Mcount = [Base + 0x20, Base + 0x10, Base],
    };

    [Theory]
    [InlineData("6.1.176", 0)]
    [InlineData("6.12.57", 0)]
    [InlineData("6.14", 0)]
    [InlineData("6.15.1", 1)]
    [InlineData("7.2.13", 1)]
    [InlineData("7.3.4", 1)]
    public void Kernels_before_6_15_keep_calls_of_dropped_functions(string release, int zeroed) =>
        Assert.Equal(new McountCount(3, zeroed, null), Sort(s_image with { Release = release }).Result.Mcount);

    [Fact]
    public void A_kernel_of_an_earlier_release_whose_build_zeroed_calls_takes_zeros()
    {
        KernelImage image = s_image with { Release = "6.12.117", Mcount = [0, Base + 0x10, Base] };
        Assert.Equal(new McountCount(3, 1, null), Sort(image).Result.Mcount);
    }

    [Fact]
    public void Without_a_release_the_options_decide()
    {
        Assert.Equal(
            "vmlinux: 1 tracer calls are of functions that the link dropped, and no release in the image tells whether its kernel "
            + "takes zeros for them: --zero-dropped for Linux 6.15 and later, --keep-dropped for earlier ones",
            Refusal(s_image, s_asKernel with { Mcount = true }));
        Assert.Equal(1, Sort(s_image, s_asKernel with { Mcount = true, KeepsDropped = false }).Result.Mcount!.Zeroed);
        Assert.Equal(0, Sort(s_image, s_asKernel with { Mcount = true, KeepsDropped = true }).Result.Mcount!.Zeroed);
        Assert.Equal(
            0, Sort(s_image with { Mcount = [Base + 0x20, Base] }, s_asKernel with { Mcount = true }).Result.Mcount!.Zeroed);
        // As the original, which is told by its compiler.
        Assert.Equal(1, SortedImage.Of(s_image).Result.Mcount!.Zeroed);
    }

    [Theory]
    [InlineData(ElfMachine.PowerPc64, "6.1.176")]
    [InlineData(ElfMachine.PowerPc64, "7.3.4")]
    [InlineData(ElfMachine.LoongArch, "7.2.13")]
    [InlineData(ElfMachine.AArch64, "6.1.176")]
    [InlineData(ElfMachine.S390, "6.12.57")]
    [InlineData(ElfMachine.RiscV, "7.1.9")]
    public void Kernels_that_sort_their_tracer_calls_themselves_are_left_alone(ElfMachine machine, string release)
    {
        KernelImage image = Of(machine) with { Release = release };
        SortedImage sorted = Sort(image);
        Assert.Null(sorted.Result.Mcount);
        Assert.Equal(Words(image.ToElf().Build(), image), Words(sorted.File, image));
    }

    [Theory]
    [InlineData(ElfMachine.AArch64, "6.15", 1)]
    [InlineData(ElfMachine.AArch64, "7.2.13", 1)]
    [InlineData(ElfMachine.RiscV, "7.2.13", 1)]
    [InlineData(ElfMachine.S390, "7.2.13", 1)]
    public void Kernels_of_other_machines_that_rely_on_it_are_sorted(ElfMachine machine, string release, int zeroed) =>
        Assert.Equal(zeroed, Sort(Of(machine) with { Release = release }).Result.Mcount!.Zeroed);

    [Fact]
    public void A_release_between_known_ones_leaves_it_to_the_user()
    {
        KernelImage image = Of(ElfMachine.AArch64) with { Release = "6.12.57" };
        Assert.Equal(
            "vmlinux: whether Linux 6.12 for this machine sorts its tracer calls when it is built is not known: --mcount sorts them, "
            + "and with --keep-dropped that is right for every kernel",
            Refusal(image, s_asKernel));
        Assert.Equal(0, Sort(image, s_asKernel with { Mcount = true }).Result.Mcount!.Zeroed);
    }

    [Theory]
    [InlineData("CONFIG_BUILDTIME_TABLE_SORT=y\nCONFIG_BUILDTIME_MCOUNT_SORT=y\n", true)]
    [InlineData("CONFIG_BUILDTIME_TABLE_SORT=y\n# CONFIG_BUILDTIME_MCOUNT_SORT is not set\n", false)]
    public void The_configuration_decides_where_it_is_known(string config, bool sorts)
    {
        KernelImage image = Of(ElfMachine.AArch64) with { Release = "6.12.57" };
        SorttableOptions options = s_asKernel with { Config = KernelConfig.Parse(config) };
        Assert.Equal(sorts, Sort(image, options).Result.Mcount is not null);
        Assert.Equal(sorts, Sort(s_image with { Release = "7.3.4" }, options).Result.Mcount is not null);
    }

    [Fact]
    public void A_kernel_that_sorts_all_itself_is_refused() => Assert.Equal(
        "vmlinux: its configuration has no BUILDTIME_TABLE_SORT: this kernel sorts its tables when it starts",
        Refusal(s_image with { Release = "7.3.4" }, s_asKernel with { Config = KernelConfig.Parse("CONFIG_X86=y\n") }));

    [Fact]
    public void The_configuration_in_an_image_is_found()
    {
        byte[] file = (s_image with { Config = "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=m\n" }).ToElf().Build();
        using NativeBuffer buffer = InMemory.File(file, "vmlinux");
        KernelConfig config = KernelConfig.Find(buffer.Contents)!;
        Assert.Equal((true, false, false), (config.Has("A"), config.Has("B"), config.Has("C")));
        using NativeBuffer without = InMemory.File(s_image.ToElf().Build(), "vmlinux");
        Assert.Null(KernelConfig.Find(without.Contents));
        file.AsSpan().Slice(file.AsSpan().IndexOf("IKCFG_ST"u8) + 12, 8).Fill(0xff);
        using NativeBuffer damaged = InMemory.File(file, "vmlinux");
        Assert.Null(KernelConfig.Find(damaged.Contents));
    }

    private static KernelImage Of(ElfMachine machine) => s_image with
    {
        Machine = machine,
        Order = machine == ElfMachine.S390 ? ByteOrder.Big : ByteOrder.Little,
    };

    private static SortedImage Sort(KernelImage image, SorttableOptions? options = null) => SortedImage.Of(image, options ?? s_asKernel);

    private static ulong[] Words(byte[] file, KernelImage image)
    {
        using NativeBuffer buffer = InMemory.File(file, "vmlinux");
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.True(elf.TryFindSection(".init.data", out ElfSection? section));
        Cursor cursor = elf.Contents(section).Read(image.Order);
        return [cursor.U64(), cursor.U64(), cursor.U64()];
    }

    private static string Refusal(KernelImage image, SorttableOptions options) =>
        Assert.Throws<RefusedException>(() => SortedImage.Plan(image.ToElf().Build(), options)).Message;
}
