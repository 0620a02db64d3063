// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.SymbolPaths;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class CompileCommandsTests
{
    // The deepest text that the reader takes: RFC 8259 lets it have a limit.
    private const int Deepest = 64;

    [Theory]
    [InlineData("""{"directory":"/b","file":"/s/a.c","output":"/b/a.o"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","output":"a.o","command":"cc -o x.o /s/a.c"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","arguments":["cc","-c","-o","a.o","/s/a.c"]}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","command":"cc  -c -o  a.o /s/a.c"}""")]
    // The last one counts, as for a compiler.
    [InlineData("""{"directory":"/b","file":"/s/a.c","arguments":["cc","-o","x.o","-o","a.o"],"command":"cc -o y.o"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","arguments":["cc","-o","-o","a.o"]}""")]
    // Escapes, in names, too.
    [InlineData("""{"directory":"\/b","file":"\u002fs/\u0061.c","\u006futput":"a.\u006f"}""")]
    // A name that comes again.
    [InlineData("""{"output":"x.o","file":"x.c","directory":"/x","directory":"/b","file":"/s/a.c","output":"a.o"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","arguments":["cc","-o","x.o"],"arguments":7,"command":"cc -o a.o"}""")]
    // What is no string is not there.
    [InlineData("""{"directory":"/b","file":"/s/a.c","output":null,"command":"cc -o a.o"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","output":{"output":"x.o"},"arguments":"cc","command":"cc -o a.o"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","output":"x.o","output":["y.o"],"arguments":[1,{"a":"-o"},["-o"],"-o","a.o"]}""")]
    // What nobody asked for.
    [InlineData("""{"x":{"file":"x.c","y":[{"output":"x.o"}]},"directory":"/b","file":"/s/a.c","z":[["directory"]],"output":"a.o"}""")]
    public void An_entry_tells_the_source_of_its_output(string entry) =>
        Assert.Equal(("/s/a.c", "/b"), Parse($"[{entry}]").Find("a.o"));

    [Theory]
    [InlineData("""{"directory":"/b","output":"a.o"}""")]
    [InlineData("""{"directory":"/b","file":7,"output":"a.o"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","command":"cc -c a.o -o"}""")]
    [InlineData("""{"directory":"/b","file":"/s/a.c","arguments":["cc","-o",{"output":"a.o"}]}""")]
    // A list of arguments is instead of a command, whatever is in it.
    [InlineData("""{"directory":"/b","file":"/s/a.c","arguments":[],"command":"cc -o a.o"}""")]
    [InlineData("{}")]
    public void An_entry_without_source_or_output_tells_nothing(string entry) => Assert.Null(Parse($"[{entry}]").Find("a.o"));

    [Fact]
    public void Of_two_entries_for_one_object_the_first_counts()
    {
        CompileCommands commands = Parse("""
            [
              {"directory":"/b","file":"/s/a.c","output":"a.o"},
              {"directory":"/b","file":"/s/b.c","output":"b.o"},
              {"directory":"/b","file":"/s/c.c","output":"a.o"}
            ]
            """);
        Assert.Equal(("/s/a.c", "/b"), commands.Find("a.o"));
        Assert.Equal(("/s/b.c", "/b"), commands.Find("b.o"));
        Assert.Null(commands.Find("c.o"));
    }

    [Fact]
    public void A_list_may_be_empty() => Assert.Null(Parse(" [ ] \n").Find("a.o"));

    [Theory]
    [InlineData("", 1)]
    [InlineData("[\n  {\"file\": a.c}]", 2)]
    [InlineData("[\n\n  {\"file\": \"a.c\"", 3)]
    [InlineData("[\n{}\n,]", 3)]
    [InlineData("[\n{}]\n]", 3)]
    [InlineData("[] []", 1)]
    [InlineData("[{\"other\":01}]", 1)]
    [InlineData("[\n// {}\n]", 2)]
    // A half of a pair of surrogates.
    [InlineData("[\n{\n\"file\":\"\\ud800.c\"}]", 3)]
    [InlineData("[\n{\"arguments\":[\n\n\"\\udc00\"]}]", 4)]
    public void What_is_no_json_is_named_with_its_line(string text, int line) =>
        Assert.Equal($"compile_commands.json: line {line}: no JSON", Error(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_string_that_is_not_UTF_8_is_named_with_its_line() => Assert.Equal(
        "compile_commands.json: line 2: no JSON", Error([.. "[\n{\"file\":\""u8, 0xff, .. "\"}]"u8]));

    [Theory]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"[]\"")]
    [InlineData("{\"file\":\"a.c\",\"output\":\"a.o\"}")]
    [InlineData("[[]]")]
    [InlineData("[7]")]
    [InlineData("[{},\"file\"]")]
    public void What_is_no_list_of_entries_is_refused(string text) =>
        Assert.Equal("compile_commands.json: no list of compile commands", Error(Encoding.UTF8.GetBytes(text)));

    // The list and the entry are two levels.
    [Fact]
    public void A_value_may_be_as_deep_as_the_reader_goes() =>
        Assert.Equal(("/s/a.c", "/b"), Parse($"[{Deep(Deepest - 2)}]").Find("a.o"));

    [Theory]
    [InlineData(Deepest - 1)]
    [InlineData(1_000_000)]
    public void What_is_deeper_is_no_json(int levels) =>
        Assert.Equal("compile_commands.json: line 1: no JSON", Error(Encoding.UTF8.GetBytes($"[{Deep(levels)}]")));

    private static string Deep(int levels) =>
        $$"""{"x":{{new string('[', levels)}}{{new string(']', levels)}},"directory":"/b","file":"/s/a.c","output":"a.o"}""";

    private static CompileCommands Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    private static CompileCommands Parse(byte[] text) =>
        CompileCommands.Parse(Region.Of(text, new ByteSource("compile_commands.json")));

    private static string Error(byte[] text) => Assert.Throws<MalformedFileException>(() => Parse(text)).Message;
}
