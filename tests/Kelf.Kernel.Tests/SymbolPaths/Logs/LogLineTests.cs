// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Lookup;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>Which address of a frame is looked up, and how its place is put into the log.</summary>
public sealed class LogLineTests
{
    // first is at 0x1000, f at 0x1010, show at 0x1020 and 0x1030, alias and same at 0x1040, big at 0x1050 with 0x20 bytes.
    private static readonly string[] s_symbols = ["t first a.c", "T f f.c", "t show a.c", "t show b.c", "T part.isra.0 p.c", "T big g.c", "-", "d data d.c", "T end e.c"];

    private static readonly FakeLines s_lines = new(
        "100f a.c:9 first", "1010 f.c:10 f", "1013 in.h:1 inner, mid.h:2.3 middle, f.c:13 f", "1014 f.c:14.2 f", "101f f.c:19 f",
        "1023 a.c:23 show", "1033 b.c:33 show", "1043 p.c:43 part", "1053 g.c:53 other", "1054 x.h:54 inner, g.c:54 other",
        "1050 g.c:50 big", "1055 z.h:0 inlined, g.c:55 big", "1056 ?:7 big", "1057 g.c:57 other", "1057 h.c:57 big", "1058 ?:0", "1059 s.S:59",
        "1073 d.c:1 data");

    [Theory]
    // Return addresses: any byte of the call before them; marks of the faulting place: as they are.
    [InlineData(" f+0x5/0x10\n", " f+0x5/0x10 (f.c:14)\n")]
    [InlineData(" ? f+0x5/0x10\n", " ? f+0x5/0x10 (f.c:14)\n")]
    [InlineData("lr : f+0x5/0x10\n", "lr : f+0x5/0x10 (f.c:14)\n")]
    [InlineData("RIP: 0010:f+0x4/0x10\n", "RIP: 0010:f+0x4/0x10 (f.c:14)\n")]
    [InlineData("[    1.0] f+0x4/0x10 (P)\n", "[    1.0] f+0x4/0x10 (P) (f.c:14)\n")]
    [InlineData("[    1.0] f+0x5/0x10 (CF)\n", "[    1.0] f+0x5/0x10 (CF) (f.c:14)\n")]
    [InlineData("---- interrupt: 300 at f+0x4/0x10\n", "---- interrupt: 300 at f+0x4/0x10 (f.c:14)\n")]
    // A call at the very end returns after it; the processor is never there.
    [InlineData(" f+0x10/0x10\n", " f+0x10/0x10 (f.c:19)\n")]
    [InlineData("RIP: 0010:f+0x10/0x10\n", "RIP: 0010:f+0x10/0x10\n")]
    // A call that never returns is the last instruction of the function before.
    [InlineData(" f+0x0/0x10\n", " f+0x0/0x10 (a.c:9 in first)\n")]
    [InlineData("pc : f+0x0/0x10\n", "pc : f+0x0/0x10 (f.c:10)\n")]
    [InlineData(" first+0x0/0x10\n", " first+0x0/0x10\n")]
    [InlineData("calling  f+0x0/0x10 @ 1\n", "calling  f+0x0/0x10 (f.c:10) @ 1\n")]
    [InlineData("initcall f+0x0/0x10 returned 0 after 1 usecs\n", "initcall f+0x0/0x10 (f.c:10) returned 0 after 1 usecs\n")]
    // Offsets after the end, and of data.
    [InlineData(" f+0x11/0x10\n f+0xffffffffffffffff/0x10\n", " f+0x11/0x10\n f+0xffffffffffffffff/0x10\n")]
    [InlineData("... key at: [<0000000000001074>] data+0x4/0x10\n", "... key at: [<0000000000001074>] data+0x4/0x10\n")]
    // Another size: no line, a wrong one is the worst answer.
    [InlineData(" f+0x5/0x18\n", " f+0x5/0x18 (? f.c)\n")]
    [InlineData(" show+0x4/0x99\n", " show+0x4/0x99 (?)\n")]
    // Open.
    [InlineData(" show+0x4/0x10\n", " show+0x4/0x10 ({a.c:23|b.c:33})\n")]
    // Split functions by their name before the dot; of another function only the row is told.
    [InlineData(" part.isra.0+0x4/0x10\n", " part.isra.0+0x4/0x10 (p.c:43)\n")]
    [InlineData(" big+0x4/0x20\n", " big+0x4/0x20 (g.c:53)\n")]
    [InlineData(" big+0x5/0x20\n", " big+0x5/0x20 (x.h:54)\n")]
    // No line, no file, two units, no place, assembler.
    [InlineData(" big+0x6/0x20\n", " inlined at z.h:? (inlined)\n big+0x6/0x20 (g.c:55)\n")]
    [InlineData(" big+0x7/0x20\n", " big+0x7/0x20 (?:7)\n")]
    [InlineData(" big+0x8/0x20\n", " big+0x8/0x20 (h.c:57)\n")]
    [InlineData(" big+0x9/0x20\n", " big+0x9/0x20\n")]
    [InlineData(" big+0xa/0x20\n", " big+0xa/0x20 (s.S:59)\n")]
    [InlineData(" big+0xb/0x20\n", " big+0xb/0x20\n")]
    // Done already, and what is no symbol.
    [InlineData(" f+0x5/0x10 (f.c:1)\n", " f+0x5/0x10 (f.c:1)\n")]
    [InlineData(" gone+0x5/0x10\n", " gone+0x5/0x10\n")]
    // A kernel with paths in its names: the line is still wanted, and what is inlined has a file of its own.
    [InlineData(" f.c:f+0x5/0x10\n", " f.c:f+0x5/0x10 (f.c:14)\n")]
    [InlineData(" ? f.c:f+0x4/0x10 [m]\n", " ? f.c:f+0x4/0x10 [m]\n")]
    [InlineData(" ? f.c:f+0x5/0x18\n", " ? f.c:f+0x5/0x18 (?)\n")]
    [InlineData(" b.c:show+0x4/0x10\n", " b.c:show+0x4/0x10 (b.c:33)\n")]
    [InlineData(" other.c:f+0x5/0x10\n", " other.c:f+0x5/0x10\n")]
    [InlineData(
        "RIP: 0010:f.c:f+0x3/0x10\n",
        "RIP: 0010:inner at in.h:1 (inlined)\nRIP: 0010:middle at mid.h:2 (inlined)\nRIP: 0010:f.c:f+0x3/0x10 (f.c:13)\n")]
    // Inlined functions, with all that stands before the name, and the line's own end.
    [InlineData(
        "[   12.3][  T1]  f+0x4/0x10\r\nend",
        "[   12.3][  T1]  inner at in.h:1 (inlined)\r\n[   12.3][  T1]  middle at mid.h:2 (inlined)\r\n[   12.3][  T1]  f+0x4/0x10 (f.c:13)\r\nend")]
    [InlineData(
        "([<0000000000001014>] f+0x4/0x10) f+0x5/0x10\n",
        "([<0000000000001014>] inner at in.h:1 (inlined)\n([<0000000000001014>] middle at mid.h:2 (inlined)\n"
        + "([<0000000000001014>] f+0x4/0x10 (f.c:13)) f+0x5/0x10 (f.c:14)\n")]
    [InlineData("=> f+0x4/0x10", "=> inner at in.h:1 (inlined)\n=> middle at mid.h:2 (inlined)\n=> f+0x4/0x10 (f.c:13)")]
    // Other forms of frames.
    [InlineData(
        "ffffffff81001014 f+0x4 ([kernel.kallsyms])\nffffffff81001015 f+0x5 ([kernel.kallsyms])\n",
        "ffffffff81001014 f+0x4 (f.c:14) ([kernel.kallsyms])\nffffffff81001015 f+0x5 (f.c:14) ([kernel.kallsyms])\n")]
    [InlineData("    f+5\n", "    f+5 (f.c:14)\n")]
    [InlineData("Kernel Offset: disabled\n[<0000000000001015>]\n", "Kernel Offset: disabled\n[<0000000000001015>] f+0x5/0x10 (f.c:14)\n")]
    [InlineData("Kernel Offset: disabled\n=> f <0000000000001015>\n", "Kernel Offset: disabled\n=> f (f.c:14) <0000000000001015>\n")]
    [InlineData(" f from big+0xa/0x20\n", " f (f.c) from big+0xa/0x20 (s.S:59)\n")]
    public void Places_are_put_into_the_log(string log, string expected)
    {
        Assert.Equal(expected, Decode(log, Wanted()));
        LogDecoder stream = new(new TraceDecoder(s_lines.Kernel(s_symbols)), Wanted());
        stream.Decode(Encoding.Latin1.GetBytes(log));
        stream.End();
        Assert.Equal(expected, Encoding.Latin1.GetString(stream.Text));
        // What was decoded is done.
        Assert.Equal(expected, Decode(expected, Wanted()));
    }

    [Theory]
    [InlineData(InlineForm.Line, false, " f+0x4/0x10 (in.h:1 <- mid.h:2 <- f.c:13)\n")]
    [InlineData(InlineForm.Line, true, " f+0x4/0x10 (in.h:1 <- mid.h:2 (discriminator 3) <- f.c:13)\n")]
    [InlineData(InlineForm.None, true, " f+0x4/0x10 (f.c:13)\n")]
    [InlineData(InlineForm.Rows, true, " inner at in.h:1 (inlined)\n middle at mid.h:2 (discriminator 3) (inlined)\n f+0x4/0x10 (f.c:13)\n")]
    public void Inlined_functions_are_shown_as_is_wanted(InlineForm form, bool discriminators, string expected) => Assert.Equal(
        expected, Decode(" f+0x4/0x10\n", Wanted() with { Inline = form, ShowsDiscriminators = discriminators }));

    /// <summary>Code of no line in an inlined function: the call of that has one.</summary>
    [Fact]
    public void Without_inlined_functions_the_line_is_that_of_the_call() =>
        Assert.Equal(" big+0x6/0x20 (g.c:55)\n", Decode(" big+0x6/0x20\n", Wanted() with { Inline = InlineForm.None }));

    /// <summary>Addresses as they are, and sizes that are not those of the image.</summary>
    [Fact]
    public void Rules_can_be_changed()
    {
        Assert.Equal(" f+0x4/0x10 (f.c:14)\n f+0x0/0x10 (f.c:10)\n", Decode(
            " f+0x4/0x10\n f+0x0/0x10\n", Wanted(new PlaceSettings { TakesAddressesAsTheyAre = true })));
        Assert.Equal(" f+0x5/0x18 (f.c:14)\n f+0x11/0x18 (?)\n", Decode(
            " f+0x5/0x18\n f+0x11/0x18\n", Wanted(new PlaceSettings { TrustsOtherSizes = true })));
    }

    [Fact]
    public void Another_function_in_the_debugging_information_is_remarked()
    {
        List<Diagnostic> remarks = [];
        Decode(" big+0x5/0x20\n f+0x5/0x10\n", Wanted(new PlaceSettings { Remark = remarks.Add }));
        Assert.Equal("the debugging information has other at 0x1054: only the line is told", Assert.Single(remarks).Text);
    }

    [Fact]
    public void Lines_of_the_journal_stay_lines() => Assert.Equal(
        """{"MESSAGE":" f+0x4/0x10 (in.h:1 \u003C- mid.h:2 \u003C- f.c:13) end"}""" + "\n",
        Decode("""{"MESSAGE":" f+0x4/0x10 end"}""" + "\n", Wanted()));

    /// <summary>In a long line what stands before a frame would be repeated for each of its frames.</summary>
    [Fact]
    public void Long_lines_are_not_repeated()
    {
        string before = new('x', 2000);
        Assert.Equal($"{before} f+0x4/0x10 (in.h:1 <- mid.h:2 <- f.c:13)\n", Decode($"{before} f+0x4/0x10\n", Wanted()));
    }

    [Theory]
    // Where the registers say it, the place of a warning is that of the processor; else it called what warns.
    [InlineData("WARNING: f.c:1 at f+0x4/0x10, CPU#0: a/1\nRIP: 0010:f+0x4/0x10\n", "f.c:14")]
    [InlineData("WARNING: f.c:1 at f+0x4/0x10, CPU#0: a/1\n---[ end trace 0000000000000000 ]---\nRIP: 0010:f+0x4/0x10\n", "f.c:13")]
    [InlineData("WARNING: f.c:1 at f+0x4/0x10, CPU#0: a/1\nWARNING: f.c:1 at big+0x7/0x20\nRIP: 0010:f+0x4/0x10\n", "f.c:13")]
    [InlineData("WARNING: f.c:1 at f+0x4/0x10, CPU#0: a/1\nRIP: 0010:f+0x3/0x10\n", "f.c:13")]
    public void The_place_of_a_warning_is_known_from_the_registers(string log, string expected)
    {
        string decoded = Decode(log, Wanted() with { Inline = InlineForm.None });
        Assert.StartsWith($"WARNING: f.c:1 at f+0x4/0x10 ({expected}), CPU#0: a/1\n", decoded, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_rust_stand_before_the_place()
    {
        const string Name = "_RNvCs2lKf6AS60Zg_6kernel4init";
        FakeLines lines = new($"1003 core.rs:1 read=_RNvCs2lKf6AS60Zg_6kernel4read, k.rs:5 init={Name}");
        SymbolFinder finder = lines.Kernel($"t {Name} k.rs", "T end e.c");
        byte[] log = Encoding.ASCII.GetBytes($" {Name}+0x4/0x10\n");
        Assert.Equal(
            $" kernel::read at core.rs:1 (inlined)\n {Name}+0x4/0x10 (kernel::init) (k.rs:5)\n", LogSketch.Whole(finder, log, Wanted(), out _));
        Assert.Equal(
            " kernel::read at core.rs:1 (inlined)\n kernel::init+0x4/0x10 (k.rs:5)\n",
            LogSketch.Whole(finder, log, Wanted() with { ReplacesRustNames = true }, out _));
    }

    /// <summary>Without lines a frame has its file before it, as that of a module of which nothing is known.</summary>
    [Fact]
    public void What_has_no_lines_has_its_file()
    {
        FakeLines lines = new("1003 k.c:3 f");
        SymbolFinder finder = new([lines.Image(null, "t f k.c", "T end e.c"), new SymbolImage(Sketch.Of("t f m.c", "T end e.c"), "veth", elf: null)]);
        Assert.Equal(" f+0x4/0x10 (k.c:3)\n m.c:f+0x4/0x10 [veth]\n", LogSketch.Whole(
            finder, Encoding.ASCII.GetBytes(" f+0x4/0x10\n f+0x4/0x10 [veth]\n"), Wanted(), out _));
    }

    /// <summary>A frame of a file that nests functions without an end does not print them without an end.</summary>
    [Fact]
    public void All_frames_of_a_file_are_asked_for_at_once_and_each_once()
    {
        FakeLines lines = new("1003 k.c:3 f", "1013 k.c:4 g");
        SymbolFinder finder = lines.Kernel("t f k.c", "t g k.c", "T end e.c");
        string log = string.Concat(Enumerable.Repeat(" f+0x4/0x10\nplain\n g+0x4/0x10\n", 1000));
        string expected = log.Replace("f+0x4/0x10", "f+0x4/0x10 (k.c:3)", StringComparison.Ordinal).Replace("g+0x4/0x10", "g+0x4/0x10 (k.c:4)", StringComparison.Ordinal);
        Assert.Equal(expected, LogSketch.Whole(finder, Encoding.ASCII.GetBytes(log), Wanted(), out _));
        Assert.Equal([0x1003, 0x1013], Assert.Single(lines.Asked));
        Assert.Equal(expected, LogSketch.Stream(finder, log, Wanted()));
    }

    [Fact]
    public void Frames_tell_their_places()
    {
        List<PlacedFrame> frames = [];
        _ = LogSketch.Whole(
            s_lines.Kernel(s_symbols), "x RIP: 0010:f+0x3/0x10\n ? big+0x8/0x20\n"u8.ToArray(), Wanted() with { Frames = frames.Add }, out LogDecoder decoder);
        Assert.Equal(0, decoder.Text.Length);
        Assert.Equal([(FrameKind.Current, "f+0x3/0x10"), (FrameKind.Guess, "big+0x8/0x20")], frames.Select(frame => (frame.Kind, frame.Text)));
        CandidatePlace place = Assert.Single(frames[0].Places!);
        Assert.Equal((0x1013ul, false, 3), (place.Address!.Value, place.IsAmbiguous, place.Places.Count));
        Assert.Equal(new ImageAddress(0x1013, null), ImageAddress.Of(frames[0]));
        Assert.True(Assert.Single(frames[1].Places!).IsAmbiguous);
    }

    private static LogSettings Wanted(PlaceSettings? places = null) => new() { Places = places ?? new PlaceSettings() };

    private static string Decode(string log, LogSettings settings) =>
        LogSketch.Whole(s_lines.Kernel(s_symbols), Encoding.Latin1.GetBytes(log), settings, out _);
}
