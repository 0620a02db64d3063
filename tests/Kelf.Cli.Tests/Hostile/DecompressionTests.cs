// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Hostile;

/// <summary>
/// Files of a few KiB that ask for gigabytes: every command that may decompress them stays within 64 MiB and 100 times the file,
/// and says how to allow more. What counts is the peak memory of the process.
/// </summary>
public sealed class DecompressionTests : IDisposable
{
    // What the program takes without any input, and the tables of a decoder; far below what the inputs ask for.
    private const double Overhead = 100; // MiB
    private const double Allowed = 64; // MiB

    private const string Remedy = "; --max-decompressed SIZE allows more";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-bombs-");

    /// <summary>Each command that may decompress, and what its input is.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "image info", "frame" },
        { "image extract -o out", "frame" },
        { "config extract", "frame" },
        { "kheaders extract --list", "frame" },
        { "image info", "block" },
        { "lookup", "frame" },
        { "decode", "frame" },
        { "sympaths", "frame" },
        { "initcalls", "frame" },
        { "lto-check", "frame" },
        { "mcount --list", "frame" },
        { "relocs", "frame" },
        { "sysmap", "frame" },
        { "symvers", "frame" },
        { "--as gendwarfksyms", "frame" },
        { "symvers", "object" },
        { "symvers", "archive" },
        { "--as gendwarfksyms", "object" },
        { "sympaths --sources dwarf", "image" },
        { "kallsyms --paths all --sources dwarf -o out", "image" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_file_expands_to_no_more_than_it_may(string command, string input)
    {
        // 100 KiB of zstd for 3.2 GB.
        byte[] frame = Packing.ZstdRunFrame(blocks: 25_600, value: 0);
        byte[] bytes = input switch
        {
            "frame" => frame,
            "block" => Zeros(),
            "object" => Packed(new ElfBuilder().Section(".export_symbol", new byte[8]).Symbol("__export_symbol_f", ".export_symbol"), frame),
            "archive" => new ArchiveBuilder().Member(
                "a.o/", Packed(new ElfBuilder().Section(".export_symbol", new byte[8]).Symbol("__export_symbol_f", ".export_symbol"), frame)).Build(),
            _ => Packed(new KallsymsImage().ToElf(), frame),
        };
        File.WriteAllBytes(At("bomb"), bytes);
        File.WriteAllText(At("log"), "f+0x1/0x10\n");
        string[] more = command.Split(' ')[0] switch { "lookup" => ["f"], "decode" => ["log"], _ => [] };
        (_, _, double peak, string text) = Measure([.. command.Split(' '), "bomb", .. more]);
        Assert.InRange(peak, 0.1, Allowed + (bytes.Length * 100.0 / (1 << 20)) + Overhead);
        Assert.Matches("the compressed parts of the file (may )?expand to", text);
        Assert.Contains(
            command == "--as gendwarfksyms" ? "; kelf symvers --max-decompressed SIZE allows more" : Remedy, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_can_allow_more_or_less()
    {
        File.WriteAllBytes(At("bomb"), Packing.ZstdRunFrame(blocks: 800, value: 0)); // 100 MiB
        Assert.Contains(Remedy, Measure("image", "info", "bomb").Text, StringComparison.Ordinal);
        Assert.Contains("inside:   data, 104857600 bytes", Measure("image", "info", "--max-decompressed", "128M", "bomb").Text, StringComparison.Ordinal);
        File.WriteAllBytes(At("bomb"), Packing.ZstdRunFrame(blocks: 2, value: 0));
        Assert.DoesNotContain(Remedy, Measure("image", "info", "bomb").Text, StringComparison.Ordinal);
        Assert.Contains(
            "expand to more than 262143 bytes" + Remedy, Measure("image", "info", "--max-decompressed=262143", "bomb").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("symvers --max-decompressed 0 a.o")]
    [InlineData("image info --max-decompressed=-1 a.o")]
    [InlineData("image extract -o b --max-decompressed=1T a.o")]
    [InlineData("config extract --max-decompressed=9223372036854775807K a.o")]
    [InlineData("kheaders extract -l --max-decompressed=M a.o")]
    [InlineData("lookup --max-decompressed=0x10 a.o f")]
    [InlineData("decode --max-decompressed=1.5G a.o")]
    [InlineData("sympaths --max-decompressed= a.o")]
    [InlineData("kallsyms --max-decompressed=1KB a.o")]
    [InlineData("initcalls --max-decompressed=1KB a.o")]
    [InlineData("lto-check --max-decompressed=1KB a.o")]
    [InlineData("mcount --max-decompressed=1KB a.o")]
    [InlineData("relocs --max-decompressed=1KB a.o")]
    [InlineData("sysmap --max-decompressed=1KB a.o")]
    [InlineData("link --max-decompressed=x -- a b c d")]
    public void What_is_no_size_is_refused(string command)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, command.Split(' '));
        Assert.StartsWith("kelf: error: option '--max-decompressed' takes a size such as 512M or 4G, not '", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, result.Exit);
    }

    /// <summary>A thousand small streams, each of which gives little, much, or seems to go on to the end of the file.</summary>
    [Theory]
    [InlineData("little")]
    [InlineData("much")]
    [InlineData("seems")]
    public void Twice_as_many_streams_cost_about_twice_as_much(string what)
    {
        double once = MeasureStreams(what, 500).Seconds;
        Measurement twice = MeasureStreams(what, 1000);
        Assert.InRange(twice.Seconds, 0, (2.6 * once) + 0.05);
        Assert.InRange(twice.Megabytes, 0.1, Allowed + (new FileInfo(At("many")).Length * 100.0 / (1 << 20)) + Overhead);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Measurement MeasureStreams(string what, int count)
    {
        byte[] header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        byte[] stream = what switch
        {
            "little" => BootImages.Gzip("some text"u8),
            "much" => Packing.ZstdRunFrame(blocks: 64, value: 1), // 8 MiB
            // Sixty stored blocks (RFC 1951 §3.2.4), the last of them with the header of the next such stream.
            _ => [.. Enumerable.Range(0, 60).SelectMany(i => (byte[])[0, 10, 0, 0xf5, 0xff, .. i < 59 ? new byte[10] : header])],
        };
        File.WriteAllBytes(At("many"), [.. "data"u8, .. header, .. Enumerable.Repeat(stream, count).SelectMany(bytes => bytes)]);
        return Measure("config", "extract", "many");
    }

    // Blocks of bzip2 that stand for 45 MB of zeros each: 1.5 KB for 2 GB.
    private static byte[] Zeros()
    {
        byte[] block = Convert.FromHexString("3141592653590e09e2df015f8e4000c0000008200030804d4642a025a90a8097");
        return [.. "BZh9"u8, .. Enumerable.Repeat(block, 45).SelectMany(bytes => bytes)];
    }

    private static byte[] Packed(ElfBuilder elf, byte[] frame)
    {
        ByteAssembler header = new(ByteOrder.Little);
        header.U32(2).U32(0).U64((ulong)(frame.Length - 13) / 4 * (128 << 10)).U64(1); // ELFCOMPRESS_ZSTD, ch_size, ch_addralign
        return elf.Section(".debug_info", [.. header.ToArray(), .. frame], flags: ElfSectionFlags.Compressed).Build();
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Measurement Measure(params string[] arguments) => Measurement.Of(_folder.FullName, arguments, "f\n");
}
