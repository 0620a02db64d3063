// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.ObjectFiles.Tests.Errors;

public sealed class MalformedFileExceptionTests
{
    [Fact]
    public void Names_file_section_and_offset()
    {
        MalformedFileException error = new(new ByteSource("vmlinux.o", ".debug_info"), 31, "unit length 0x9 is odd");
        Assert.Equal("vmlinux.o: .debug_info+0x1f: unit length 0x9 is odd", error.Message);
        Assert.Equal(("vmlinux.o", ".debug_info", 31ul), (error.File, error.Section, error.Offset));
        Assert.Equal("unit length 0x9 is odd", error.What);
    }

    [Fact]
    public void May_mean_the_whole_file()
    {
        MalformedFileException error = new("vmlinux.o", "not an ELF object");
        Assert.Equal("vmlinux.o: not an ELF object", error.Message);
        Assert.Null(error.Section);
        Assert.Null(error.Offset);
    }
}
