// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Decode.Script;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>
/// The text of decode_stacktrace.sh: what the script of Linux 7.3 printed for these lines. The first rows are those of the table in its
/// specification, the others were run with bash 5.2.
/// </summary>
public sealed class ScriptDecoderTests
{
    private const string Tree = "/src/linux/";

    private static readonly FakeLines s_lines = new(
        $"1000 {Tree}init/main.c:1450 kernel_init", $"107e {Tree}fs/read_write.c:571 vfs_read", $"1010 {Tree}fs/read_write.c:555 vfs_read",
        $"1400 {Tree}fs/read_write.c:718 ksys_read", $"1401 {Tree}fs/read_write.c:719 ksys_read",
        $"1809 {Tree}include/linux/entry-common.h:303 a, {Tree}include/linux/entry-common.h:341 b, {Tree}arch/x86/entry/syscall_64.c:92.2 do_syscall_64",
        $"1a0f {Tree}arch/x86/kernel/ksysfs.c:137 type_show", $"1b0f {Tree}drivers/x.c:1 type_show", $"1c03 /obj/lib/crc.c:0 _RNvCs2lKf6AS60Zg_6kernel4init",
        "1d03 ?:0", $"1e03 {Tree}w.c:1 weak");

    [Theory]
    [InlineData("[   12.345680][  T123]  vfs_read+0x6f/0x290", "[   12.345680][  T123]  vfs_read (fs/read_write.c:571)")]
    [InlineData("[   12.345681][  T123]  ? ksys_read+0x1/0xd0", "[   12.345681][  T123]  ? ksys_read (fs/read_write.c:718)")]
    [InlineData("[   12.345682][  T123] RIP: 0010:vfs_read+0x6f/0x290", "[   12.345682][  T123] RIP: 0010:vfs_read (fs/read_write.c:571)")]
    [InlineData(
        "[   12.3] do_syscall_64+0xa/0x290 (P)",
        "[   12.3] do_syscall_64 (include/linux/entry-common.h:303 include/linux/entry-common.h:341 arch/x86/entry/syscall_64.c:92 (discriminator 2)) (P)")]
    [InlineData("\tvfs_read+0x6f/0x290", "vfs_read (fs/read_write.c:571)")]
    [InlineData(" => vfs_read+0x6f/0x290", "=> vfs_read (fs/read_write.c:571)")]
    [InlineData("Nov 28 host kernel:  [<ffffffff81234567>] vfs_read+0x6f/0x290", "Nov 28 host kernel: vfs_read (fs/read_write.c:571)")]
    [InlineData(" vfs_read+0x6f/0x999", "vfs_read (fs/read_write.c:571)")]
    [InlineData(" type_show+0x10/0x30", "type_show (arch/x86/kernel/ksysfs.c:137)")]
    [InlineData(" nosuch_function+0x10/0x30", "nosuch_function+0x10/0x30")]
    [InlineData(" vfs_read+0x0/0x290", "vfs_read (fs/read_write.c:555)")]
    [InlineData(" vfs_read+0x6f/0x290 [nomod 0123456789abcdef0123456789abcdef01234567]", " vfs_read+0x6f/0x290 nomod")]
    [InlineData(" (unwind from vfs_read+0x6f/0x290) from (ksys_read+0x1/0xd0)", "(unwind from vfs_read+0x6f/0x290) from ksys_read (fs/read_write.c:718)")]
    [InlineData(" vfs_read+0x6f/0x290\r", "vfs_read (fs/read_write.c:571)")]
    [InlineData("WARNING: fs/read_write.c:12 at vfs_read+0x6f/0x290, CPU#0: swapper/1", "WARNING: fs/read_write.c:12 at vfs_read+0x6f/0x290, CPU#0: swapper/1")]
    [InlineData("  plain text   with   spaces \t", "plain text   with   spaces")]
    // Brackets and segments go also where nothing is found; no line, data and weak names, upper case digits.
    [InlineData("(0010:nosuch+0x1/0x2)", "nosuch+0x1/0x2")]
    [InlineData("x notold+0x4/0x10", "x notold+0x4/0x10")]
    [InlineData("x weak+0x4/0x10", "x weak+0x4/0x10")]
    [InlineData("x vfs_read+0x6F/0x290", "x vfs_read+0x6F/0x290")]
    [InlineData(" vfs_read+0x6f/0x290 [nomod]", " vfs_read+0x6f/0x290 nomod")]
    [InlineData("([<ffffffff81234567>] vfs_read+0x6f/0x290)", " vfs_read (fs/read_write.c:571)")]
    [InlineData("[<ffffffff81234567>] vfs_read", " vfs_read (fs/read_write.c:555)")]
    [InlineData("[<ffffffff81234567>]", "")]
    [InlineData("x  _RNvCs2lKf6AS60Zg_6kernel4init+0x4/0x10", "x  kernel::init (/obj/lib/crc.c:0)")]
    // What the shell takes away: backslashes, NUL, options of echo.
    [InlineData("a\\tb \\", "atb")]
    [InlineData("a\\ ", "a ")]
    [InlineData("a\0b", "ab")]
    [InlineData("-e", "")]
    [InlineData("Code: 48 89 <0f> 0b", "Code: 48 89 <0f> 0b")]
    public void Lines_are_those_of_the_script(string line, string expected)
    {
        ScriptDecoder decoder = Decoder();
        string input = line.EndsWith('\\') ? line + "\n\n" : line + "\n";
        // A byte at a time: what comes in pieces is no other text.
        foreach (byte value in Encoding.Latin1.GetBytes(input))
        {
            decoder.Decode([value]);
        }

        Assert.Equal(expected + "\n", Encoding.Latin1.GetString(decoder.Text));
        Assert.Equal(line.StartsWith("Code", StringComparison.Ordinal), decoder.HasCode);
    }

    [Fact]
    public void A_last_line_without_an_end_is_lost_as_it_is_there()
    {
        ScriptDecoder decoder = Decoder();
        decoder.Decode("one\nvfs_read+0x6f/0x290"u8);
        Assert.Equal("one\n"u8.ToArray(), decoder.Text.ToArray());
    }

    [Fact]
    public void Addresses_can_be_taken_as_they_are() => Assert.Equal(
        "ksys_read (fs/read_write.c:719)\n", Decode("ksys_read+0x1/0xd0\n", settings => settings with { TakesAddressesAsTheyAre = true }));

    [Fact]
    public void A_base_is_cut_where_paths_begin_with_it() => Assert.Equal(
        "ksys_read (linux/fs/read_write.c:718)\n", Decode("ksys_read+0x1/0xd0\n", settings => settings with { Base = "/src" }));

    // The table is gone through for a few names at a time, and at last for all.
    [Fact]
    public void Names_that_come_one_after_the_other_are_found_as_at_once()
    {
        ScriptDecoder decoder = Decoder();
        string[] lines =
        [
            .. Enumerable.Range(0, 12).Select(i => $"nosuch{i}+0x1/0x2\n"), "type_show+0x10/0x30\n", "vfs_read+0x6f/0x290\n", "nosuch0+0x1/0x2\n",
            "weak+0x4/0x10\n",
        ];
        Array.ForEach(lines, line => decoder.Decode(Encoding.Latin1.GetBytes(line)));
        Assert.Equal(Decode(string.Concat(lines), settings => settings), Encoding.Latin1.GetString(decoder.Text));
        Assert.EndsWith(
            "nosuch11+0x1/0x2\ntype_show (arch/x86/kernel/ksysfs.c:137)\nvfs_read (fs/read_write.c:571)\nnosuch0+0x1/0x2\nweak+0x4/0x10\n",
            Encoding.Latin1.GetString(decoder.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_of_modules_are_found_by_their_sections()
    {
        ElfFile elf = ElfFile.Parse(new ElfBuilder()
            .Section(".text", new byte[0x20], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Section(".init.text", new byte[0x20], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Symbol("run", ".text", 0, 0x10, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .Symbol("start", ".init.text", 0, 0x10, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .BuildInMemory().Contents);
        // ModuleLayout lays code of the initialisation on pages of its own.
        FakeLines lines = new("3 drivers/m.c:3 run", "1003 drivers/m.c:9 start");
        SymbolImage module = new(Sketch.Of("t run m.c"), "a_b", elf) { LineSource = new Lazy<ILineSource?>(lines) };
        Assert.Equal(
            " run (drivers/m.c:3) a-b\n start (drivers/m.c:9) a-b (CF)\n",
            Decode(" run+0x4/0x10 [a-b]\n start+0x4/0x10 [a-b 01ab] (CF)\n", settings => settings with
            {
                FindModule = (name, _) => name == "a_b" ? module : null,
            }));
    }

    private static string Decode(string log, Func<ScriptSettings, ScriptSettings> change)
    {
        ScriptDecoder decoder = Decoder(change);
        decoder.Decode(Encoding.Latin1.GetBytes(log));
        return Encoding.Latin1.GetString(decoder.Text);
    }

    private static ScriptDecoder Decoder(Func<ScriptSettings, ScriptSettings>? change = null)
    {
        ElfBuilder builder = new ElfBuilder(type: ElfType.Executable)
            .Section(".text", new byte[0x1000], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .With(".text", header => header with { Address = 0x1000 });
        foreach ((string name, ulong address) in new (string, ulong)[]
        {
            ("kernel_init", 0x1000), ("vfs_read", 0x1010), ("ksys_read", 0x1400), ("do_syscall_64", 0x1800), ("type_show", 0x1a00),
            ("type_show", 0x1b00), ("_RNvCs2lKf6AS60Zg_6kernel4init", 0x1c00), ("notold", 0x1d00),
        })
        {
            builder.Symbol(name, ".text", address, 0x10, ElfSymbolBinding.Local, ElfSymbolType.Function);
        }

        builder.Symbol("weak", ".text", 0x1e00, 0x10, ElfSymbolBinding.Weak, ElfSymbolType.Function);
        NativeBuffer file = builder.BuildInMemory();
        SymbolImage kernel = new(Sketch.Of("t f f.c"), module: null, ElfFile.Parse(file.Contents)) { LineSource = new Lazy<ILineSource?>(s_lines) };
        ScriptSettings settings = new(kernel, (_, _) => null);
        return new ScriptDecoder(change?.Invoke(settings) ?? settings);
    }
}
