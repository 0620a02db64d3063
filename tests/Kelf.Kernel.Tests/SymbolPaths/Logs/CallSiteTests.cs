// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>Direct calls in the code of x86, and calls of thunks, which boot code makes shorter.</summary>
public sealed class CallSiteTests
{
    private const ulong Base = 0x1000;

    /// <summary>Five bytes before the address look like a call of <c>0xe8000000 + …</c>, but a call of a thunk begins inside of them.</summary>
    [Theory]
    [InlineData(2, "__x86_indirect_thunk_rax", true)]
    [InlineData(3, "__x86_indirect_thunk_r11", true)]
    [InlineData(2, "some_function", false)]
    [InlineData(4, "__x86_indirect_thunk_rax", false)]
    public void A_return_into_a_call_of_a_thunk_is_that_of_an_indirect_call(int before, string name, bool isIndirect)
    {
        const int Return = 5;
        byte[] code = new byte[0x40];
        code[0] = 0xe8;
        code[Return - before] = 0xe8;
        // To 0x30.
        code[Return - before + 1] = (byte)(0x30 - (Return - before + 5));
        using NativeBuffer file = Kernel(code, name);
        ulong? target = new CallSites(ElfFile.Parse(file.Contents)).TargetBefore(Base + Return);
        Assert.Equal(isIndirect, target is null);
    }

    [Fact]
    public void A_call_ends_at_the_address()
    {
        byte[] code = new byte[0x40];
        code[3] = 0xe8;
        code[4] = 0x28;
        using NativeBuffer file = Kernel(code, "f");
        CallSites calls = new(ElfFile.Parse(file.Contents));
        Assert.Equal(Base + 0x30, calls.TargetBefore(Base + 8));
        Assert.Null(calls.TargetBefore(Base + 7));
        Assert.Null(calls.TargetBefore(Base + 0x100));
        Assert.Null(calls.TargetBefore(2));
    }

    private static NativeBuffer Kernel(byte[] code, string name) => new ElfBuilder(type: ElfType.Executable)
        .Section(".text", code, flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
        .With(".text", header => header with { Address = Base })
        .Symbol(name, ".text", Base + 0x30, 0x10, ElfSymbolBinding.Global, ElfSymbolType.Function)
        .BuildInMemory();
}
