// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class RustLibraryExportsTests
{
    [Theory]
    [InlineData("rust/core.o", true)]
    [InlineData("rust/helpers/helpers.o", true)]
    [InlineData("rust/ffi.o", false)]
    [InlineData("rust/core.rs", false)]
    [InlineData("drivers/core.o", false)]
    [InlineData("drivers/helpers/helpers.o", false)]
    public void Crates_of_the_kernel_are_known_by_their_folder(string path, bool isOne)
    {
        using NativeBuffer crate = new ElfBuilder().Section(".text", [0]).BuildInMemory();
        Assert.Equal(isOne, RustLibraryExports.Has(path, ElfFile.Parse(crate.Contents)));
    }

    [Theory]
    [InlineData("samples/rust/rust_print.o", false)]
    [InlineData("rust/helpers/helpers.o", true)]
    public void A_module_in_a_folder_of_that_name_is_none(string path, bool isOne)
    {
        using NativeBuffer module = new ElfBuilder().Section(".text", [0]).Section(".modinfo", [.. "license=GPL\0"u8]).BuildInMemory();
        Assert.Equal(isOne, RustLibraryExports.Has(path, ElfFile.Parse(module.Contents)));
    }
}
