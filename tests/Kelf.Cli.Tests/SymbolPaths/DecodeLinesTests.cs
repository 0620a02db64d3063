// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Cli.Tests.Kallsyms;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Cli.Tests.SymbolPaths;

/// <summary>Lines of <c>kelf decode</c>: which file they come from, the forms of output, and what is said when there are none.</summary>
public sealed class DecodeLinesTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef01234567";
    private const string Other = "ffffffffffffffffffffffffffffffffffffffff";
    private const string Decoded = " inner at include/in.h:1 (inlined)\n f+0x2/0x10 (init/main.c:7)\nRIP: 0010:g+0x0/0x10 (init/main.c:9)\n";

    private readonly KallsymsDirectory _folder = new();

    public DecodeLinesTests() => _folder.Write("log", " f+0x2/0x10\nRIP: 0010:g+0x0/0x10\n");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", Decoded)]
    [InlineData("--lines", Decoded)]
    [InlineData("--inline=line", " f+0x2/0x10 (include/in.h:1 <- init/main.c:7)\nRIP: 0010:g+0x0/0x10 (init/main.c:9)\n")]
    [InlineData("--inline=none", " f+0x2/0x10 (init/main.c:7)\nRIP: 0010:g+0x0/0x10 (init/main.c:9)\n")]
    [InlineData("--inline=none -R", " f+0x2/0x10 (init/main.c:6)\nRIP: 0010:g+0x0/0x10 (init/main.c:9)\n")]
    [InlineData("--inline=none --base=/src/init", " f+0x2/0x10 (main.c:7)\nRIP: 0010:g+0x0/0x10 (main.c:9)\n")]
    [InlineData("--inline=none --base=auto", " f+0x2/0x10 (init/main.c:7)\nRIP: 0010:g+0x0/0x10 (init/main.c:9)\n")]
    [InlineData("--no-lines", " f+0x2/0x10\nRIP: 0010:g+0x0/0x10\n")]
    // The script takes one from every address but those at offset 0.
    [InlineData("--format=script", "f (/src/include/in.h:1 /src/init/main.c:7)\nRIP: 0010:g (/src/init/main.c:9)\n")]
    [InlineData("--format=script --base=/src", "f (include/in.h:1 init/main.c:7)\nRIP: 0010:g (init/main.c:9)\n")]
    public void A_log_is_decoded_as_is_wanted(string options, string expected)
    {
        _folder.Write("vmlinux", Kernel(Lines()));
        string[] arguments = ["decode", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "vmlinux", "log"];
        (int exit, string output, string errors) = _folder.Kelf(arguments);
        // Only what has a path at all has one before a function.
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(expected, options == "--no-lines" ? output.Replace("init/main.c:", "", StringComparison.Ordinal) : output);
    }

    [Fact]
    public void Frames_are_json_with_their_places()
    {
        _folder.Write("vmlinux", Kernel(Lines()));
        (int exit, string output, string errors) = _folder.Kelf("decode", "--format=json", "vmlinux", "log");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(output, _folder.Kelf("decode", "--json", "vmlinux", "log").Output);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement[] frames = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(
            ["1 2 f+0x2/0x10 return 0xffffffff81000012", "2 11 g+0x0/0x10 current 0xffffffff81000020"],
            frames.Select(frame => string.Join(' ', new[] { "line", "column", "text", "kind", "address" }.Select(name => frame.GetProperty(name)))));
        JsonElement candidate = frames[0].GetProperty("candidates")[0];
        Assert.Equal("init/main.c", candidate.GetProperty("path").GetString());
        Assert.Equal(
            ["inner include/in.h 1 True", "f init/main.c 7 False"],
            candidate.GetProperty("frames").EnumerateArray().Select(place => string.Join(
                ' ', new[] { "function", "file", "line", "inlined" }.Select(name => place.GetProperty(name)))));
        _folder.Write("log", "none\n");
        Assert.Equal("[]\n", _folder.Kelf("decode", "--json", "vmlinux", "log").Output);
    }

    /// <summary>The paths of a few functions are those of their units, and the entries of all others are not read.</summary>
    [Fact]
    public void Frames_in_json_read_no_more_than_they_are_about()
    {
        _folder.Write("vmlinux", Kernel(Lines()));
        string expected = _folder.Kelf("decode", "--json", "vmlinux", "log").Output;
        _folder.Write("vmlinux", Kernel(Lines().Unit(Die(DwTag.CompileUnit, [
            Name("/src/bad.c"), .. Code(0xffffffff81000030, 0x10),
            Die(DwTag.Variable, Raw(DwAttribute.Location, (DwForm)0x7f, 0))]))));
        Assert.Equal((0, expected, ""), _folder.Kelf("decode", "--json", "vmlinux", "log"));
        // What has no unit asks all of them, and is told that one cannot be read.
        _folder.Write("log", " i+0x2/0x10\n");
        (int exit, _, string errors) = _folder.Kelf("decode", "--json", "vmlinux", "log");
        Assert.Equal(0, exit);
        Assert.Contains("this unit is left out", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root/.build-id/01/23456789abcdef0123456789abcdef01234567.debug", true, "")]
    [InlineData("vmlinux.debug", true, "vmlinux.debug")]
    [InlineData(".debug/vmlinux.debug", true, "vmlinux.debug")]
    [InlineData("root/vmlinux.debug", true, "vmlinux.debug")]
    // Without a build ID the checksum tells.
    [InlineData("vmlinux.debug", false, "vmlinux.debug")]
    public void Lines_are_those_of_the_debug_file(string path, bool hasId, string link)
    {
        byte[] debug = Kernel(Lines(), hasId ? Id : "");
        _folder.Write(path, debug);
        _folder.Write("vmlinux", Kernel(null, hasId ? Id : "", link, Crc32.Append(0, debug)));
        Assert.Equal((0, Decoded, ""), _folder.Kelf("decode", "--debug-root", "root", "vmlinux", "log"));
    }

    [Theory]
    [InlineData(Other, Id, "vmlinux.debug: it is of build ID ffffffffffffffffffffffffffffffffffffffff, and not 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("", "", "vmlinux.debug: its checksum is not 00000001, which .gnu_debuglink names")]
    public void A_debug_file_of_another_build_is_refused(string debugId, string id, string expected)
    {
        _folder.Write("vmlinux.debug", Kernel(Lines(), debugId));
        _folder.Write("vmlinux", Kernel(null, id, "vmlinux.debug", 1));
        (int exit, string output, string errors) = _folder.Kelf("decode", "vmlinux", "log");
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal($"kelf: error: {expected}, so its lines are not those of vmlinux\n", errors);
    }

    /// <summary>A side table of lines takes the place of the debugging information, if it is of the same build.</summary>
    [Fact]
    public void Lines_are_those_of_the_side_table()
    {
        _folder.Write("with", Kernel(Lines()));
        Assert.Equal(0, _folder.Kelf("lineinfo", "--format", "side", "-o", "with.lines", "with").Exit);
        _folder.Write("vmlinux", Kernel(null));
        Assert.Equal((0, Decoded, ""), _folder.Kelf("decode", "--side-from", "with.lines", "vmlinux", "log"));
        _folder.Write("vmlinux", Kernel(null, Other));
        (int exit, string output, string errors) = _folder.Kelf("decode", "--side-from", "with.lines", "vmlinux", "log");
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith($"kelf: error: with.lines: the lines are those of build ID {Id}, and vmlinux has {Other}: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_lines_is_told_once_and_only_if_there_are_frames()
    {
        _folder.Write("vmlinux", Kernel(null));
        string missing = $"vmlinux: no .debug_line, nor a debug file, so files alone are told, not lines: `debuginfod-find debuginfo {Id}` may have its debug file\n";
        Assert.Equal((0, _folder.Read("log"), "kelf: warning: " + missing), _folder.Kelf("decode", "vmlinux", "log"));
        Assert.Equal((0, _folder.Read("log"), ""), _folder.Kelf("decode", "--no-lines", "vmlinux", "log"));
        Assert.Equal((1, "", "kelf: error: " + missing), _folder.Kelf("decode", "--lines", "vmlinux", "log"));
        _folder.Write("log", "no frames\n");
        Assert.Equal((0, "no frames\n", ""), _folder.Kelf("decode", "vmlinux", "log"));
    }

    /// <summary>Of a unit whose lines are malformed nothing is known, all else is, the log is whole, and the status is 1.</summary>
    [Fact]
    public void A_malformed_unit_takes_no_other_with_it()
    {
        DwarfBuilder lines = Lines()
            .LineTable("bad", new LineTableSpec { Files = ["bad.c"], Program = program => program.Address(0xffffffff81000030, width: 3) })
            .Unit(Die(DwTag.CompileUnit, [Name("bad.c"), StmtList("bad"), .. Code(0xffffffff81000030, 0x10)]));
        _folder.Write("vmlinux", Kernel(lines));
        _folder.Write("log", " h+0x2/0x10\n f+0x2/0x10\n");
        (int exit, string output, string errors) = _folder.Kelf("decode", "--inline=none", "vmlinux", "log");
        Assert.Equal((1, " h+0x2/0x10\n f+0x2/0x10 (init/main.c:7)\n"), (exit, output));
        Assert.StartsWith("kelf: warning: vmlinux: .debug_line+0x", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lines --no-lines", "options '--lines' and '--no-lines' exclude each other")]
    [InlineData("--json --format=log", "options '--format' and '--json' exclude each other")]
    [InlineData("--format=text", "'text'")]
    [InlineData("--inline=all", "'all'")]
    public void Wrong_options_are_refused(string options, string message)
    {
        (int exit, _, string errors) = _folder.Kelf(["decode", .. options.Split(' '), "vmlinux", "log"]);
        Assert.Equal(2, exit);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_is_explained_if_objdump_is_there()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/objdump"), "objdump is not installed");
        _folder.Write("vmlinux", Kernel(Lines()));
        _folder.Write("log", "[ 1.0] Code: 48 89 e5 <0f> 0b 5d c3\n");
        (int exit, string output, string errors) = _folder.Kelf("decode", "--code", "vmlinux", "log");
        Assert.Equal((0, ""), (exit, errors));
        string[] lines = output.Split('\n');
        Assert.Equal("[ 1.0] Code: 48 89 e5 <0f> 0b 5d c3", lines[0]);
        Assert.Matches("^\\[ 1\\.0\\] +3: 0f 0b +ud2 +<-- here$", lines[2]);
        Assert.Equal(6, lines.Length);
        // What cannot be explained is copied.
        Assert.Contains("nowhere-objdump is not installed", WarningWith("CROSS_COMPILE", "nowhere-"), StringComparison.Ordinal);
        Assert.Contains("no temporary file for objdump (No such file or directory)", WarningWith("TMPDIR", "/nowhere"), StringComparison.Ordinal);

        string WarningWith(string variable, string value)
        {
            ProgramResult without = ProgramRun.Run(
                ProgramRun.Kelf, Path.GetDirectoryName(_folder.PathOf("log"))!, ["decode", "--code", "vmlinux", "log"], [], [KeyValuePair.Create(variable, value)]);
            Assert.Equal((0, _folder.Read("log")), (without.Exit, System.Text.Encoding.UTF8.GetString(without.Output)));
            return without.Errors;
        }
    }

    // f has lines 7 and 6, and a function that was inlined into its first two bytes; g has line 9.
    private static DwarfBuilder Lines()
    {
        const ulong F = 0xffffffff81000010;
        return new DwarfBuilder()
            .LineTable("main", new LineTableSpec
            {
                Directories = ["/src"],
                Files = ["/src/init/main.c", "/src/include/in.h"],
                Program = program => program.Address(F).File(1).Copy().AdvancePc(2).File(0).AdvanceLine(5).Copy().AdvancePc(14).AdvanceLine(3).Copy().AdvancePc(16).End(),
            })
            .Unit(Die(DwTag.CompileUnit, [
                Name("/src/init/main.c"), At(DwAttribute.CompDir, DwForm.String, "/src"), StmtList("main"), .. Code(F, 0x20),
                Die(DwTag.Subprogram, [
                    Name("f"), .. Code(F, 0x10),
                    Die(DwTag.InlinedSubroutine, [
                        Name("inner"), .. Code(F, 2), At(DwAttribute.CallFile, DwForm.Data1, 0UL), At(DwAttribute.CallLine, DwForm.Data1, 7UL)])]),
                Die(DwTag.Subprogram, [Name("g"), .. Code(F + 0x10, 0x10)])]));
    }

    private static byte[] Kernel(DwarfBuilder? lines, string id = Id, string link = "", uint crc = 0)
    {
        ElfBuilder elf = new KallsymsImage { Functions = [("f", 0x10), ("g", 0x20), ("h", 0x30), ("i", 0x40)] }.ToElf();
        if (id.Length > 0)
        {
            elf.Section(".note.gnu.build-id", Note(id), ElfSectionType.Note, ElfSectionFlags.Allocated);
        }

        if (link.Length > 0)
        {
            byte[] name = new byte[(link.Length + 4) & ~3];
            System.Text.Encoding.ASCII.GetBytes(link, name);
            elf.Section(".gnu_debuglink", new ByteAssembler(ObjectFiles.Bytes.ByteOrder.Little).Bytes(name).U32(crc).ToArray());
        }

        return (lines?.AddTo(elf) ?? elf).Build();
    }

    // gABI 4.1 ch. 5, "Note Section".
    private static byte[] Note(string id) => new ByteAssembler(ObjectFiles.Bytes.ByteOrder.Little)
        .U32(4).U32((ulong)id.Length / 2).U32(3).Bytes([.. "GNU\0"u8, .. Convert.FromHexString(id)]).ToArray();
}
