// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.SourceVersions;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.SourceVersions;

public sealed class SourceVersionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kelf-srcversion");
    private readonly MessageList _messages = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("", "", "533BB7E5866E52F63B9ACCB")]
    [InlineData("int main(void)\n{\n\treturn 0; /* done */\n}\n", "intmain(void){return0;}", "1693DE22C7D4803A01BDBD8")]
    [InlineData("char q = '\"'; int a; /* x */ \"y\";\n", "charq='\"'; int a; /* x */ \"y\";\n", "142A10664F81B37CF5B2E0C")]
    [InlineData("/*/ int a; // c\\\n\n", "inta;//c", "3344CED3066FCA0220A10EB")]
    public void Vectors(string text, string squeezed, string version)
    {
        Assert.Equal(squeezed, Squeeze(text));
        Write("m.c", text);
        Write(".m.o.cmd", $"source_m.o := {_directory.FullName}/m.c\n");
        Write("m.mod", "m.o\n");
        Assert.Equal(version, Compute("m"));
    }

    [Theory]
    [InlineData("a\\\nb", "ab")]
    [InlineData("a\\\r\nb", "a\\b")]
    [InlineData("a \t\v\f\r\nb", "ab")]
    [InlineData("a\0b", "a")]
    [InlineData("\"a b\\\" c\" d", "\"a b\\\" c\"d")]
    [InlineData("\"a\\\\\" b \"", "\"a\\\\\" b \"")]
    [InlineData("\"\" b", "\"\"b")]
    [InlineData("\"a b", "\"a b")]
    [InlineData("a\\", "a\\")]
    [InlineData("a/", "a/")]
    [InlineData("a / b", "a/b")]
    [InlineData("a /* b", "a")]
    [InlineData("a /**/ b", "ab")]
    [InlineData("a /*\"*/ b", "ab")]
    [InlineData("// a /* b\n c */ d", "//ad")]
    public void What_counts_of_a_text(string text, string expected) => Assert.Equal(expected, Squeeze(text));

    // Around the end of a block, where the padding needs another: against a digest that takes all bytes one by one.
    [Fact]
    public void Parts_of_any_length_give_the_same_digest()
    {
        for (int length = 0; length < 200; length++)
        {
            byte[] text = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + 1))];
            SourceDigest whole = new(), single = new(), halves = new();
            whole.Add(text);
            Array.ForEach(text, value => single.Add([value]));
            halves.Add(text.AsSpan(0, length / 3));
            halves.Add(text.AsSpan(length / 3));
            string expected = whole.Finish();
            Assert.Equal((length, expected, expected), (length, single.Finish(), halves.Finish()));
        }
    }

    [Fact]
    public void Headers_of_the_same_directory_count_and_no_others()
    {
        string path = _directory.FullName;
        Write("d/m.c", "int m;");
        Write("d/a.h", "int a;");
        Write("d/below/b.h", "int b;");
        Write("include/c.h", "int c;");
        Write("d/last.h", "int last;");
        Write("d/.m.o.cmd", $"""
            savedcmd_{path}/d/m.o := gcc
            source_{path}/d/m.o := {path}/d/m.c
            deps_{path}/d/m.o := \
              {path}/d/below/b.h \
                $(wildcard include/config/X) \
              {path}/include/c.h \
              /proc/self/root{path}/d/a.h \
              {path}/d/last.h
              {path}/d/none.h \

            """);
        Write("d/m.mod", $"\n{path}/d/m.o\n{path}/lib.a\n");
        // The third line of the list ends it, and is no part of it; what has no directory before it is elsewhere.
        Write("x.c", "int m;");
        Write(".x.o.cmd", $"  source_x.o := {path}/x.c\n");
        Write("x.mod", $"{path}/x.o\n");
        Write("y.c", "int m; int a;");
        Write(".y.o.cmd", $"source_y.o := gcc {path}/y.c\n");
        Write("y.mod", $"{path}/y.o\n");
        Assert.Equal(Compute("y"), Compute("d/m"));
        Assert.NotEqual(Compute("x"), Compute("d/m"));
    }

    [Fact]
    public void A_part_that_is_named_twice_counts_twice()
    {
        Write("a.c", "int a;");
        Write(".a.o.cmd", $"source_a.o := {_directory.FullName}/a.c\n");
        Write("one.mod", "a.o\n");
        Write("two.mod", "a.o\na.o\n");
        Write("b.c", "int a; int a;");
        Write(".b.o.cmd", $"source_b.o := {_directory.FullName}/b.c\n");
        Write("b.mod", "b.o\n");
        Assert.NotEqual(Compute("one"), Compute("two"));
        Assert.Equal(Compute("b"), Compute("two"));
    }

    [Fact]
    public void A_source_without_a_name_is_a_warning()
    {
        Write(".a.o.cmd", "x\n\t source_a.o:=\n");
        Write("a.mod", "a.o\n");
        Assert.Null(Compute("a"));
        Assert.Equal([new Message(MessageLevel.Warning, "malformed line: source_a.o:=", -1)], _messages.Messages);
    }

    [Theory]
    [InlineData("none.mod", "none")]
    [InlineData(".a.o.cmd", "nocmd")]
    [InlineData("gone.c", "nosource")]
    public void What_is_missing_ends_the_run(string file, string module)
    {
        Write("nocmd.mod", "a.o\n");
        Write("nosource.mod", "b.o\n");
        Write(".b.o.cmd", $"source_b.o := {_directory.FullName}/gone.c\n");
        Assert.Throws<FatalException>(() => Compute(module));
        Assert.Equal([new Message(MessageLevel.Plain, $"{_directory.FullName}/{file}: No such file or directory", -1)], _messages.Messages);
    }

    private static string Squeeze(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        byte[] squeezed = new byte[bytes.Length];
        return Encoding.Latin1.GetString(squeezed, 0, SourceText.Squeeze(bytes, squeezed));
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Parts are named by their paths here, because a test has no directory of its own.
        text = name.EndsWith(".mod", StringComparison.Ordinal)
            ? string.Concat(text.Split('\n').Select(line => line.Length == 0 || line[0] == '/' ? line + "\n" : $"{_directory.FullName}/{line}\n"))
            : text;
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));
    }

    private string? Compute(string module)
    {
        using NativeBuffer image = new ElfBuilder().Section(".modinfo", []).BuildInMemory();
        ScannedObject scanned = new("a.o", ModpostRelease.Linux73, ElfFile.Parse(image.Contents), _messages);
        return SourceVersion.TryCompute(Path.Combine(_directory.FullName, module), scanned, new SourceCache());
    }
}
