// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Cli.Tests.Kallsyms;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.SymbolPaths;

/// <summary>
/// <c>kelf sympaths</c>, <c>lookup</c> and <c>decode</c>, and paths in tables, on a kernel of two files that both have a function <c>f</c>.
/// </summary>
public sealed class SymbolPathsCommandTests : IDisposable
{
    private readonly KallsymsDirectory _folder = new();

    public SymbolPathsCommandTests()
    {
        // 16 bytes each: f and g of a.c, f of b.c.
        _folder.Write("vmlinux", new KallsymsImage { Files = new Dictionary<int, string> { [0] = "a.c", [2] = "b.c" } });
        _folder.Write("net/core/a.o", Object("a.c", "f", "g"));
        _folder.Write("net/b.o", Object("b.c", "f"));
        _folder.Write(
            "vmlinux.a", new ArchiveBuilder(isThin: true).Thin("net/core/a.o/", 1).Thin("net/b.o/", 1).Build());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none", "f g f")]
    [InlineData("side", "f g f")]
    [InlineData("alias", "f f@net_core_a_c g f f@net_b_c")]
    [InlineData("dup", "net/core/a.c:f g net/b.c:f")]
    [InlineData("all", "net/core/a.c:f net/core/a.c:g net/b.c:f")]
    public void Tables_have_the_names_of_their_mode(string mode, string expected)
    {
        (int exit, string output, string errors) = _folder.Kelf("sympaths", "--paths", mode, "vmlinux");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(expected, Functions(output));
        string[] side = mode == "side" ? ["--side", "x.ksympath"] : [];
        byte[] before = _folder.Bytes("vmlinux");
        Assert.Equal((0, "", ""), _folder.Kelf(["kallsyms", "vmlinux", "--paths", mode, "-o", "x.o", .. side]));
        Assert.Equal(before, _folder.Bytes("vmlinux"));
        Assert.Equal(mode == "side", _folder.Has("x.ksympath"));
        string text = _folder.Kelf(["kallsyms", "vmlinux", "--paths", mode, "--text", .. side]).Output;
        Assert.All(expected.Split(' '), name => Assert.Contains($"/* t{name} */", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_side_table_of_an_object_is_that_of_its_image()
    {
        Assert.Equal((0, "", ""), _folder.Kelf("sympaths", "--side", "image.ksympath", "vmlinux"));
        (int exit, string output, string errors) = _folder.Kelf("lookup", "--side", "image.ksympath", "vmlinux", "f");
        Assert.Equal((3, ""), (exit, errors));
        Assert.Equal(["net/core/a.c:f", "net/b.c:f"], output.Split('\n').SkipLast(1).Select(NameIn));
        _folder.Write("vmlinux", new KallsymsImage { Functions = [("f", 0x10), ("h", 0x20)] });
        (exit, _, errors) = _folder.Kelf("lookup", "--side", "image.ksympath", "vmlinux", "f");
        Assert.Equal(1, exit);
        Assert.Contains("is not that of vmlinux: make it again", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_has_the_paths_in_a_section()
    {
        Assert.Equal((0, "", ""), _folder.Kelf("sympaths", "-o", "copy", "vmlinux"));
        File.Delete(_folder.PathOf("vmlinux.a"));
        Assert.StartsWith(
            "net/b.c:f", NameIn(_folder.Kelf("lookup", "copy", "0xffffffff81000034").Output), StringComparison.Ordinal);
        (int exit, _, string errors) = _folder.Kelf("sympaths", "-o", "again", "copy");
        Assert.Equal(1, exit);
        Assert.Contains("has a section .ksympath already", errors, StringComparison.Ordinal);
        Assert.False(_folder.Has("again"));
    }

    [Theory]
    [InlineData("b.c:f", 0, 1)]
    [InlineData("f,2", 0, 1)]
    [InlineData("f", 3, 2)]
    [InlineData("h", 2, 0)]
    public void Lookup_tells_how_many_there_are(string query, int exit, int hits)
    {
        (int found, string output, _) = _folder.Kelf("lookup", "--json", "vmlinux", query);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal((exit, hits), (found, json.RootElement[0].GetProperty("symbols").GetArrayLength()));
    }

    [Theory]
    [InlineData("g+0x4/0x10", 0, "net/core/a.c:g+0x4/0x10  at ffffffff81000024")]
    [InlineData("ffffffff81000024", 0, "net/core/a.c:g+0x4/0x10")]
    [InlineData("net/b.c", 0, "net/b.c:f  position 2 of 2, f@net_b_c")]
    public void Lookup_takes_what_kelf_prints(string query, int exit, string expected)
    {
        (int found, string output, string errors) = _folder.Kelf("lookup", "vmlinux", query);
        Assert.Equal((exit, ""), (found, errors));
        Assert.EndsWith($" t {expected}\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show_name", "kelf: warning: show_name: not found\n")]
    [InlineData("naem_show", "kelf: warning: naem_show: not found; did you mean 'name_show'?\n")]
    [InlineData("name_show+0x4/0x99", "kelf: warning: name_show+0x4/0x99: not found: name_show has 0x70 bytes here: is it the kernel that this is from?\n")]
    public void Lookup_says_why_there_is_nothing(string query, string why) =>
        Assert.Equal((2, "", why), _folder.Kelf("lookup", "x.map", query));

    [Fact]
    public void Queries_may_stand_in_a_list()
    {
        _folder.Write("list", "# functions\n g \n\nb.c:f\n");
        (int exit, string output, _) = _folder.Kelf("lookup", "--symbols", "list", "vmlinux");
        Assert.Equal((0, "net/core/a.c:g net/b.c:f"), (exit, string.Join(' ', output.Split('\n').SkipLast(1).Select(NameIn))));
        _folder.Write("list", "g\nf,x\n");
        (exit, _, string errors) = _folder.Kelf("lookup", "--symbols", "list", "vmlinux");
        Assert.Equal(1, exit);
        Assert.StartsWith("kelf: error: list: line 2: 'f,x' is no query: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Lookup_says_what_may_use_a_function()
    {
        (int exit, string output, _) = _folder.Kelf("lookup", "--traceable", "vmlinux", "g");
        Assert.Equal(0, exit);
        Assert.Contains("\n    ftrace     no: there is no table of tracer calls (__mcount_loc)", output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(_folder.Kelf("lookup", "--traceable", "--json", "vmlinux", "g").Output);
        JsonElement symbol = json.RootElement[0].GetProperty("symbols")[0];
        Assert.False(symbol.GetProperty("kprobe").GetProperty("isAllowed").GetBoolean());
        Assert.Equal(0, symbol.GetProperty("inlined").GetProperty("copies").GetInt32());
        (exit, _, string errors) = _folder.Kelf("lookup", "--traceable", "x.map", "name_show");
        Assert.Equal((1, "kelf: error: x.map: a list of symbols does not say what may use them: give the image that it was made from\n"), (exit, errors));
    }

    /// <summary>Kallsyms leaves out what the EFI stub of arm64 is made of.</summary>
    [Fact]
    public void Symbols_that_are_in_no_table_are_found_last()
    {
        _folder.Write("vmlinux", new KallsymsImage().ToElf().Symbol("__efistub_start", ".text", 0xffff_ffff_8100_0018, 8).Build());
        (int exit, string output, string errors) = _folder.Kelf("lookup", "vmlinux", "__efistub_start");
        Assert.Equal((0, "", "ffffffff81000018      8 T __efistub_start  not in /proc/kallsyms\n"), (exit, errors, output));
    }

    /// <summary>By <c>.modinfo</c>, or where that has no name by <c>struct module</c>.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_module_is_what_it_calls_itself(bool hasInformation)
    {
        byte[] structure = new byte[128];
        "veth_x"u8.CopyTo(structure.AsSpan(24));
        ElfBuilder module = new ElfBuilder()
            .Section(".text", new byte[16], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Section(".gnu.linkonce.this_module", hasInformation ? new byte[128] : structure, flags: ElfSectionFlags.Allocated)
            .Symbol("h", ".text", 0, 16, ElfSymbolBinding.Local, ElfSymbolType.Function);
        _folder.Write("modules/saved-copy.ko", (hasInformation ? module.Section(".modinfo", "name=veth_x\0"u8.ToArray()) : module).Build());
        _folder.Write("modules/other.ko", "no module");
        (int exit, string output, string errors) = _folder.Kelf("lookup", "-m", "modules", "vmlinux", "veth-x!h");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal("0000000000000000   1000 t [veth_x .text] h\n", output);
    }

    [Fact]
    public void Decode_never_takes_the_first_of_several()
    {
        _folder.Write("log", " g+0x1/0x10\n ? f+0x1/0x10\nf+0x1/0xd0\n");
        (int exit, string output, _) = _folder.Kelf("decode", "vmlinux", "log");
        Assert.Equal((0, " net/core/a.c:g+0x1/0x10\n ? net/core/a.c:f+0x1/0x10\nnet/b.c:f+0x1/0xd0\n"), (exit, output));
        _folder.Write("log", "f+0x1/0x77\n");
        Assert.Equal("{net/core/a.c|net/b.c}:f+0x1/0x77\n", _folder.Kelf("decode", "vmlinux", "log").Output);
    }

    [Fact]
    public void The_summary_has_the_cost_of_each_mode_in_real_tables()
    {
        (int exit, string output, _) = _folder.Kelf("sympaths", "--json", "vmlinux");
        Assert.Equal(0, exit);
        using JsonDocument json = JsonDocument.Parse(output);
        Dictionary<string, JsonElement> modes = json.RootElement.GetProperty("modes").EnumerateArray()
            .ToDictionary(mode => mode.GetProperty("mode").GetString()!);
        _folder.Kelf("kallsyms", "vmlinux", "--paths", "all", "-o", "all.o");
        using ObjectFiles.Bytes.NativeBuffer file = InMemory.File(_folder.Bytes("all.o"));
        ElfFile elf = ElfFile.Parse(file.Contents);
        Assert.True(elf.TryFindSection(".rodata", out ElfSection? tables));
        Assert.Equal(tables.Size, modes["all"].GetProperty("bytes").GetUInt64());
        Assert.Equal(modes["none"].GetProperty("bytes").GetInt64(), modes["side"].GetProperty("bytes").GetInt64());
        Assert.Equal(2, modes["alias"].GetProperty("entries").GetInt32());
    }

    [Fact]
    public void An_explanation_names_every_source()
    {
        (int exit, string output, _) = _folder.Kelf("sympaths", "--explain", "f,2", "vmlinux");
        Assert.Equal(0, exit);
        Assert.Contains("position: 2 of 2\npath:     net/b.c, from file\n", output, StringComparison.Ordinal);
        Assert.Contains("(object net/b.o)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_linker_script_defines_can_have_its_path()
    {
        string[] all = ["sympaths", "--paths", "all", "vmlinux"];
        Assert.Contains(" T _text\n", _folder.Kelf(all).Output, StringComparison.Ordinal);
        (int exit, string output, string errors) = _folder.Kelf([.. all, "--script-path", "arch/x86/kernel/vmlinux.lds.S"]);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal("net/core/a.c:f net/core/a.c:g net/b.c:f", Functions(output));
        Assert.Contains(" T arch/x86/kernel/vmlinux.lds.S:_text\n", output, StringComparison.Ordinal);
        File.Delete(_folder.PathOf("vmlinux.a"));
        (exit, output, errors) = _folder.Kelf([.. all, "--script-path", "arch/x86/kernel/vmlinux.lds.S"]);
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("give them with `--archive`", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_section_of_numbers_is_left_out_with_one_line()
    {
        KallsymsImage image = new() { Files = new Dictionary<int, string> { [0] = "a.c", [2] = "b.c" } };
        _folder.Write("vmlinux", image.ToElf().Section(".klp.symid", new byte[17]).Build());
        Assert.Equal("", _folder.Kelf("sympaths", "--paths", "dup", "vmlinux").Errors);
        _folder.Write("vmlinux.o", new ElfBuilder().Section(".klp.symid", new byte[16]).Build());
        (int exit, string output, string errors) = _folder.Kelf("sympaths", "--paths", "dup", "vmlinux");
        Assert.Equal((0, "net/core/a.c:f g net/b.c:f"), (exit, Functions(output)));
        Assert.Contains(".klp.symid+0x0: 17 bytes: entries have 16: .klp.symid tells no paths\n", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("option '--paths side' needs '--side'", "kallsyms", "vmlinux", "--paths", "side")]
    [InlineData("option '--side' needs '--paths side'", "kallsyms", "vmlinux", "--side", "x")]
    [InlineData("option '--alias-data' needs '--paths'", "kallsyms", "vmlinux", "--alias-data")]
    [InlineData("a map tells no paths", "kallsyms", "x.map", "--paths", "alias")]
    [InlineData("option '--script-path' takes a path", "sympaths", "vmlinux", "--script-path", "")]
    [InlineData("not a symbol", "sympaths", "vmlinux", "--explain", "f,x")]
    [InlineData("no symbol h", "sympaths", "vmlinux", "--explain", "h")]
    public void What_cannot_be_is_refused(string why, params string[] arguments)
    {
        (int exit, string output, string errors) = _folder.Kelf(arguments);
        Assert.True(exit is 1 or 2);
        Assert.Equal("", output);
        Assert.Contains(why, errors, StringComparison.Ordinal);
    }

    private static string NameIn(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];

    private static string Functions(string table) => string.Join(
        ' ', table.Split('\n').Where(line => line.Contains(" t ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));

    private static byte[] Object(string file, params string[] functions)
    {
        ElfBuilder elf = new ElfBuilder()
            .Section(".text", new byte[0x40], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Symbol(file, ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File);
        for (int i = 0; i < functions.Length; i++)
        {
            elf.Symbol(functions[i], ".text", (ulong)(16 * i), 4, ElfSymbolBinding.Local, ElfSymbolType.Function);
        }

        return elf.Build();
    }
}
