// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Compression;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Errors;

/// <summary>What is wrong is told with its place, as far as that is known.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData(null, null, null, "odd")]
    [InlineData(null, ".text", 16ul, "odd")]
    [InlineData("a.o", null, null, "a.o: odd")]
    [InlineData("a.o", null, 16ul, "a.o: +0x10: odd")]
    [InlineData("a.o", ".text", null, "a.o: .text: odd")]
    [InlineData("a.o", ".text", 16ul, "a.o: .text+0x10: odd")]
    public void A_line_has_what_is_known_of_the_place(string? file, string? section, ulong? offset, string line) =>
        Assert.Equal(line, (Diagnostic.Warning("kind", "odd") with { File = file, Section = section, Offset = offset }).ToString());

    [Fact]
    public void The_name_of_the_input_does_not_replace_that_of_the_file()
    {
        Assert.Equal("lib.a(a.o): odd", Diagnostic.Warning("kind", "odd").In("lib.a(a.o)").ToString());
        Assert.Equal("a.o: odd", Diagnostic.Warning("kind", "odd").In("a.o").In("b.o").ToString());
    }

    [Fact]
    public void An_error_becomes_the_warning_of_who_can_do_without()
    {
        Diagnostic warning = new MalformedFileException(new ByteSource("a.o", ".debug_info"), 31, "unit length 0x9 is odd")
            .ToWarning("left-out", "this unit is left out");
        Assert.Equal((Severity.Warning, "left-out"), (warning.Severity, warning.Kind));
        Assert.Equal("a.o: .debug_info+0x1f: unit length 0x9 is odd: this unit is left out", warning.ToString());
    }

    [Fact]
    public void A_missing_library_is_named_with_the_place_that_needs_it_and_what_to_install()
    {
        const string Advice = "zstd needs libzstd.so.1, which is not installed: install libzstd1 (Debian, Ubuntu, openSUSE), "
            + "libzstd (Fedora) or zstd (Arch)";
        Assert.Equal(Advice, new MissingLibraryException(ZstdLibrary.Library).Message);
        MissingLibraryException error = new(ZstdLibrary.Library, new ByteSource("a.o", ".debug_info"));
        Assert.Equal("a.o: .debug_info: " + Advice, error.Message);
        Assert.Equal((ErrorKind.MissingLibrary, 1), (error.Kind, error.ExitStatus));
    }
}
