// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>Which tracer calls are those of functions.</summary>
public sealed class FunctionRangeTests
{
    private const ulong Base = 0x1000;

    /// <summary>Every address of a text of 64 bytes, against a list of flags.</summary>
    [Fact]
    public void An_address_belongs_to_the_union_of_functions()
    {
        Random random = new(3);
        for (int round = 0; round < 50; round++)
        {
            KernelFunction[] functions = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i => new KernelFunction(
                $"f{i}", Base + (ulong)random.Next(60), (ulong)random.Next(i == 0 ? 1 : 0, 12),
                random.Next(3) switch { 0 => ElfSymbolType.NoType, 1 => ElfSymbolType.Object, _ => ElfSymbolType.Function },
                (ElfSymbolBinding)random.Next(3)))];
            functions[0] = functions[0] with { Type = ElfSymbolType.Function };
            ulong[] calls = [.. Enumerable.Range(0, 80).Select(i => Base - 4 + (ulong)i)];
            IEnumerable<ulong> expected = calls.Select(call => functions.Any(function =>
                function.Type != ElfSymbolType.Object && call >= function.Address && call < function.Address + function.Size)
                ? call : 0);
            SortedImage sorted = SortedImage.Of(new KernelImage { Base = Base, TextSize = 80, Functions = functions, Mcount = calls });
            Assert.Equal(expected.Order(), sorted.Words(".init.data", calls.Length, 8, ByteOrder.Little));
        }
    }

    [Fact]
    public void Symbols_outside_code_are_no_functions()
    {
        KernelImage image = new() { Base = Base, Functions = [new("f", Base, 4)], Mcount = [Base, Base + 0x50, Base + 0x60, 2] };
        byte[] file = image.ToElf()
            .Symbol("data", ".init.data", Base + 0x50, 4)
            .Symbol("undefined", null, 0, 4, type: ElfSymbolType.Function)
            .Symbol("absolute", ElfSymbol.AbsoluteSection, Base + 0x60, 4, type: ElfSymbolType.Function).Build();
        Assert.Equal(new McountCount(4, 3, null), SortedImage.Of(file).Result.Mcount);
    }

    /// <summary>A function may end at the last address, before which nothing is.</summary>
    [Fact]
    public void Ends_of_the_address_space()
    {
        SortedImage sorted = SortedImage.Of(new KernelImage
        {
            Machine = ElfMachine.RiscV, Base = Base, Functions = [new("low", 4, 4), new("high", ulong.MaxValue - 3, 100)],
            Mcount = [ulong.MaxValue - 1, 1, 0x4444],
        });
        Assert.Equal([0, 1, ulong.MaxValue - 1], sorted.Words(".init.data", 3, 8, ByteOrder.Little));
    }

    /// <summary>The original's search ends at an empty function of the same address.</summary>
    [Fact]
    public void Calls_that_the_original_would_zero_are_counted()
    {
        KernelImage image = new() { Base = Base, Functions = [new("f", Base, 16), new("start", Base, 0)], Mcount = [Base + 4, Base + 20] };
        SorttableOptions options = new() { Original = new OriginalFunctions("1000 10 T f\n1000 0 T start\n"u8.ToArray()) };
        Assert.Equal(new McountCount(2, 1, 1), SortedImage.Of(image.ToElf().Build(), options).Result.Mcount);
    }
}
