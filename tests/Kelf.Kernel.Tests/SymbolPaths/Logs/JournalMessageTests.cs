// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Lookup;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>Lines of <c>journalctl -o json</c>: a path is put into the message, and all else of the line stays.</summary>
public sealed class JournalMessageTests
{
    private static readonly SymbolFinder s_finder = Sketch.Finder("t f dir/ä\".c", "T end x.c");

    [Theory]
    [InlineData("""{"__CURSOR":"f+0x1/0x10", "MESSAGE" : " f+0x1/0x10", "P":6}""", """{"__CURSOR":"f+0x1/0x10", "MESSAGE" : " dir/\u00E4\u0022.c:f+0x1/0x10", "P":6}""")]
    [InlineData("""{"MESSAGE":"\tf+0x1\/0x10 \ud83d\ude00\\"}""", """{"MESSAGE":"\tdir/\u00E4\u0022.c:f+0x1\/0x10 \ud83d\ude00\\"}""")]
    [InlineData("""{"MESSAGE":"\u0066+0x1/0x10"}""", """{"MESSAGE":"dir/\u00E4\u0022.c:\u0066+0x1/0x10"}""")]
    [InlineData("""{"MESSAGE":[27,91,109,102,43, 48,120,49,47,48,120,49,48]}""", """{"MESSAGE":[27,91,109,100,105,114,47,195,164,34,46,99,58,102,43, 48,120,49,47,48,120,49,48]}""")]
    [InlineData("""{"MESSAGE":null,"A":1}""", """{"MESSAGE":null,"A":1}""")]
    [InlineData("""{"MESSAGE":[256,1]}""", """{"MESSAGE":[256,1]}""")]
    [InlineData("""{"A":{"MESSAGE":"f+0x1/0x10"}}""", """{"A":{"MESSAGE":"f+0x1/0x10"}}""")]
    [InlineData("""{"A":"f+0x1/0x10"}""", """{"A":"f+0x1/0x10"}""")]
    [InlineData("""{"A" f+0x1/0x10""", """{"A" dir/ä".c:f+0x1/0x10""")]
    public void A_path_is_put_into_the_message(string line, string expected)
    {
        string log = line + "\n";
        Assert.Equal(expected + "\n", Utf8(LogSketch.Whole(s_finder, Encoding.UTF8.GetBytes(log), new LogSettings(), out _)));
    }

    [Theory]
    [InlineData(false, "_RNvCs2lKf6AS60Zg_6kernel4init+0x4/0x10 (kernel::init)")]
    [InlineData(true, "kernel::init+0x4/0x10")]
    public void A_readable_name_is_put_into_it(bool replaces, string expected)
    {
        const string Message = "_RNvCs2lKf6AS60Zg_6kernel4init+0x4/0x10";
        foreach (string value in new[] { $"\"{Message}\"", $"[{string.Join(", ", Encoding.ASCII.GetBytes(Message))}]" })
        {
            byte[] log = Encoding.ASCII.GetBytes($"{{\"A\":1,\"MESSAGE\":{value}}}\n");
            string decoded = LogSketch.Whole(s_finder, log, new LogSettings { ReplacesRustNames = replaces }, out _);
            using JsonDocument json = JsonDocument.Parse(decoded);
            JsonElement message = json.RootElement.GetProperty("MESSAGE");
            Assert.Equal(expected, message.ValueKind == JsonValueKind.String
                ? message.GetString()
                : Encoding.ASCII.GetString([.. message.EnumerateArray().Select(item => item.GetByte())]));
        }
    }

    [Fact]
    public void What_was_json_still_is()
    {
        string decoded = Utf8(LogSketch.Whole(
            s_finder, """{"MESSAGE":"a\u001b[0mf+0x1/0x10\nf+0x2/0x10"}"""u8.ToArray(), new LogSettings(), out LogDecoder decoder));
        using JsonDocument json = JsonDocument.Parse(decoded);
        Assert.Equal("a\u001b[0mdir/ä\".c:f+0x1/0x10\ndir/ä\".c:f+0x2/0x10", json.RootElement.GetProperty("MESSAGE").GetString());
        Assert.Equal(2, decoder.Known);
    }

    [Fact]
    public void What_a_message_tells_of_the_kernel_counts()
    {
        List<string> releases = [];
        LogDecoder decoder = new(new TraceDecoder(s_finder), new LogSettings { Release = releases.Add });
        decoder.Decode("""{"MESSAGE":"Linux version 7.3.4-a (b@c)"}"""u8);
        Assert.Equal(["7.3.4-a"], releases);
    }

    private static string Utf8(string latin1) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin1));
}
