// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>A part of a table of symbols gives the answers of the whole, for thousands of random kernels and queries.</summary>
public sealed class ListingPartTests
{
    private const ulong Base = 0xffff_ffff_8100_0000;
    private const ElfSectionFlags Data = ElfSectionFlags.Allocated | ElfSectionFlags.Writable;
    private const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;

    // Names that many symbols have, what compilers make of them, and what System.map leaves out.
    private static readonly string[] s_names =
    [
        "f", "g", "read", "write", "__read", "__write", "readable", ".read", "f.cold", "f.part.0", "f.isra.0.cold", "f.12", "g.llvm.77",
        "g.llvm.77.cold", "read.llvm.5", "read.__uniq.9.llvm.4", "read.constprop.0", "write.cold", "write.cold.llvm.8", "deadbeef",
        "81000040", "__pfx_read", "__crc_read", ".L1", ".Lread", "$x", "$d.1", "__kstrtab_read", "L0", "x_veneer", "a.long_branch.b",
        "__AArch64ADRPThunk_x", "__start_read", "__stop_read", "write_end", "__write_start", "__UNIQUE_ID_modinfo_12",
        "__mod_device_table__x", "kallsyms_read", "_e", "a_name_of_more_than_eight_bytes", "a_name_of_more_than_eight_words",
    ];

    [Theory]
    [InlineData(ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little)]
    [InlineData(ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Little)]
    [InlineData(ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Little)]
    [InlineData(ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big)]
    public void A_part_answers_as_the_whole_does(ElfMachine machine, ElfClass elfClass, ByteOrder order)
    {
        Random random = new(20_261_130);
        int compared = 0;
        for (int round = 0; round < 400; round++)
        {
            ElfBuilder elf = Kernel(random, machine, elfClass, order, out ulong[] addresses);
            using NativeBuffer file = elf.BuildInMemory("vmlinux");
            ElfFile image = ElfFile.Parse(file.Contents);
            RuntimeSymbols whole = KernelListing.Read(image);
            for (int i = 0; i < 12; i++)
            {
                bool areReturns = random.Next(3) == 0;
                SymbolQuery[] queries =
                    [.. Enumerable.Range(0, random.Next(4) > 0 ? 1 : 3).Select(_ => SymbolQuery.TryParse(Query(random, addresses))!)];
                if (PlainQueries.TryAsk(queries, areReturns) is not { } few || ListingPart.TryRead(image, few) is not { } part)
                {
                    continue;
                }

                string[] found = [.. queries.Select(query => Answer(part, image, query, areReturns))];
                // What nothing is found for is asked of the whole table again.
                if (!found.Contains(""))
                {
                    compared++;
                    Assert.Equal(queries.Select(query => Answer(whole, image, query, areReturns)), found);
                }
            }
        }

        Assert.True(compared > 1000, $"only {compared}");
    }

    [Fact]
    public void A_log_is_decoded_by_a_part_as_by_the_whole()
    {
        Random random = new(20_261_131);
        int compared = 0, placed = 0;
        for (int round = 0; round < 2000; round++)
        {
            ElfBuilder elf = Kernel(random, ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little, out ulong[] addresses);
            using NativeBuffer file = elf.BuildInMemory("vmlinux");
            ElfFile image = ElfFile.Parse(file.Contents);
            byte[] log = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => Frame(random, addresses))));
            if (LogSurvey.Ask(log) is not { } asked || ListingPart.TryRead(image, asked) is not { } part)
            {
                continue;
            }

            compared++;
            bool trusts = round % 2 == 0;
            string expected = Decode(KernelListing.Read(image), image, log, trusts);
            placed += expected.Contains(".c:", StringComparison.Ordinal) ? 1 : 0;
            Assert.Equal(expected, Decode(part, image, log, trusts));
        }

        Assert.True(compared > 1000 && placed > 100, $"{compared}, of them with places {placed}");
    }

    /// <summary>What a frame may ask beyond the symbols of its name is asked of the whole table.</summary>
    [Theory]
    [InlineData(" f+0x1/0x2\nRIP: 0010:g+0x3/0x4 [veth]\n ? g.cold+0x3/0x4\n", "f g.cold")]
    [InlineData("a log without frames\n h+0x1/0x2 [veth]\n", null)]
    [InlineData(" f+0x1/0x2\n fs/a.c:f+0x1/0x2\n", null)]
    [InlineData(" f+0x1/0x2 (fs/a.c:12)\n", null)]
    [InlineData(" f+0x1/0x2\n type_show@a_c+0x1/0x2\n", null)]
    [InlineData(" f+0x1/0x2\n[<ffffffff81001234>]\n", null)]
    [InlineData(" f+0x1/0x2\n=> g <ffffffff81001234>\n", null)]
    [InlineData(" g from f+0x1/0x2\n", null)]
    public void Only_names_are_asked_of_a_part(string log, string? names) => Assert.Equal(
        names, LogSurvey.Ask(Encoding.ASCII.GetBytes(log)) is { } asked ? string.Join(' ', asked.Names) : null);

    [Fact]
    public void A_part_is_no_larger_than_what_is_asked()
    {
        ElfBuilder elf = new ElfBuilder(type: ElfType.Executable).Section(".text", new byte[0x10000], flags: Code)
            .With(".text", header => header with { Address = Base });
        for (uint i = 0; i < 1000; i++)
        {
            elf.Symbol($"f{i}", ".text", Base + (16 * i));
        }

        using NativeBuffer file = elf.BuildInMemory("vmlinux");
        RuntimeSymbols part = ListingPart.TryRead(ElfFile.Parse(file.Contents), new AskedSymbols(["f7"], [Base + 0x1008], AreReturns: false))!;
        Assert.Equal(["f7", "f8", "f256", "f257"], Enumerable.Range(0, part.Count).Select(part.TextOf));
    }

    /// <summary>What is malformed in a symbol that nobody asked for is said as when all are read.</summary>
    [Fact]
    public void A_section_that_does_not_exist_is_told()
    {
        using NativeBuffer file = new ElfBuilder(type: ElfType.Executable).Section(".text", new byte[16], flags: Code)
            .Symbol("f", ".text").Symbol("g", 77).BuildInMemory("vmlinux");
        ElfFile image = ElfFile.Parse(file.Contents);
        string expected = Assert.Throws<MalformedFileException>(() => KernelListing.Read(image)).Message;
        Assert.Equal(
            expected,
            Assert.Throws<MalformedFileException>(() => ListingPart.TryRead(image, new AskedSymbols(["f"], [], AreReturns: false))).Message);
    }

    private static string Answer(RuntimeSymbols listing, ElfFile image, SymbolQuery query, bool areReturns)
    {
        SymbolImage symbols = new(() => listing, () => throw new InvalidOperationException("paths are not asked for"), module: null, image);
        SymbolAnswer answer = new SymbolFinder([symbols]).Answer(query);
        if (answer.IsEmpty)
        {
            return "";
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{query.Text}{(answer.IsAmbiguous ? " is open" : "")} {answer.Reason}\n");
        foreach (SymbolHit hit in answer.Hits)
        {
            text.Append(Shown(symbols, hit.Entry)).Append(CultureInfo.InvariantCulture, $" +0x{hit.Offset:x}");
            if (answer.Query.Address is null)
            {
                text.Append(CultureInfo.InvariantCulture, $" position {listing.Rank(hit.Entry)} of {listing.EqualNames(hit.Entry)}");
            }

            ulong address = listing.AddressOf(hit.Entry);
            text.AppendJoin(',', symbols.Sizes.At(address).Select(entry => Shown(symbols, entry)));
            if (areReturns && hit.Offset == 0 && address > 0)
            {
                text.Append(symbols.Sizes.TryFind(address - 1, out int before) ? $" after {Shown(symbols, before)}" : " after nothing");
            }

            text.Append('\n');
        }

        return text.AppendJoin('\n', answer.Unlisted.Select(symbol => symbol.Name)).ToString();
    }

    private static string Decode(RuntimeSymbols listing, ElfFile image, byte[] log, bool trusts)
    {
        SymbolImage kernel = new(() => listing, () => throw new InvalidOperationException("paths are not asked for"), module: null, image)
        {
            LineSource = new Lazy<ILineSource?>(new EveryThirdLine()),
        };
        LogDecoder decoder = new(new TraceDecoder(new SymbolFinder([kernel])), new LogSettings { Places = new PlaceSettings { TrustsOtherSizes = trusts } });
        decoder.Learn(log);
        decoder.Restart();
        decoder.Decode(log);
        decoder.End();
        return $"{Encoding.ASCII.GetString(decoder.Text)}{decoder.Known} {decoder.OtherSizes} {decoder.ImplausibleOffset}";
    }

    private static string Frame(Random random, ulong[] addresses)
    {
        string name = s_names[random.Next(s_names.Length)];
        string frame = $"{name}+0x{random.Next(3) * random.Next(12):x}/0x{8 << random.Next(3):x}";
        return random.Next(6) switch
        {
            0 => $"RIP: 0010:{frame}\n",
            1 => $" [<{addresses[random.Next(addresses.Length)] + 0x20_0000:x}>] {frame}\n",
            2 => $"Kernel Offset: 0x{random.Next(2) * 0x20_0000:x}\n",
            _ => $" ? {frame}\n",
        };
    }

    private static string Shown(SymbolImage image, int entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{image.Listing.TextOf(entry)} {(char)image.Listing.LetterOf(entry)} 0x{image.Listing.AddressOf(entry):x}/0x{image.Sizes.Of(entry):x} [{image.Listing.IndexOf(entry)}]");

    private static string Query(Random random, ulong[] addresses)
    {
        string name = s_names[random.Next(s_names.Length)];
        return random.Next(7) switch
        {
            0 => $"{name}+0x{random.Next(24):x}",
            1 => $"{name}+0x{random.Next(12):x}/0x{8 << random.Next(2):x}",
            2 => $"{name},{random.Next(4)}",
            3 => $"0x{addresses[random.Next(addresses.Length)] + (ulong)random.Next(-9, 40):x}",
            4 => $"{addresses[random.Next(addresses.Length)]:x}",
            _ => name,
        };
    }

    private static ElfBuilder Kernel(Random random, ElfMachine machine, ElfClass elfClass, ByteOrder order, out ulong[] addresses)
    {
        ulong start = elfClass == ElfClass.Elf64 ? Base : unchecked((uint)Base);
        ElfBuilder elf = new(elfClass, order, machine, ElfType.Executable);
        string[] sections = [".text", ".init.text", ".rodata", ".data", ".comment"];
        for (int i = 0; i < sections.Length; i++)
        {
            ulong address = i < 4 ? start + (0x400 * (ulong)i) : 0;
            elf.Section(sections[i], new byte[0x400], flags: i < 2 ? Code : i == 2 ? ElfSectionFlags.Allocated : i == 3 ? Data : ElfSectionFlags.None)
                .With(sections[i], header => header with { Address = address });
        }

        List<ulong> made = [start];
        int count = random.Next(2, 60);
        for (int i = 0; i < count; i++)
        {
            int section = random.Next(sections.Length);
            ulong address = start + (0x400 * (ulong)Math.Min(section, 3)) + (8 * (ulong)random.Next(16));
            ElfSymbolBinding binding = (ElfSymbolBinding)random.Next(3);
            string name = s_names[random.Next(s_names.Length)];
            made.Add(address);
            _ = random.Next(12) switch
            {
                0 => elf.Symbol(name, ElfSymbol.AbsoluteSection, address, 0, binding),
                1 => elf.Symbol(name, 0u, address, 0, binding, (ElfSymbolType)random.Next(3)),
                2 => elf.Symbol(name, sections[section], address, 0, binding, random.Next(2) == 0 ? ElfSymbolType.File : ElfSymbolType.Section),
                _ => elf.Symbol(name, sections[section], address, (ulong)random.Next(32), binding, (ElfSymbolType)random.Next(3)),
            };
        }

        AddLandmarks(random, elf, start);
        addresses = [.. made];
        return elf;
    }

    // With tables the number of entries says whether data is among them.
    private static void AddLandmarks(Random random, ElfBuilder elf, ulong start)
    {
        if (random.Next(4) > 0)
        {
            elf.Symbol("_text", ".text", start).Symbol("_stext", ".text", start + 8).Symbol("_etext", ".text", start + 0x70)
                .Symbol("_sinittext", ".init.text", start + 0x400).Symbol("_einittext", ".init.text", start + 0x480);
        }

        if (random.Next(2) == 0)
        {
            elf.Symbol("_end", ".data", start + 0xc00 + (8 * (ulong)random.Next(20)));
        }

        if (random.Next(2) == 0)
        {
            return;
        }

        elf.Section("tables", new byte[64], flags: ElfSectionFlags.Allocated).With("tables", header => header with { Address = start + 0x2000 });
        if (elf.Order == ByteOrder.Big)
        {
            BinaryPrimitives.WriteInt32BigEndian(elf.ContentsOf("tables"), random.Next(60));
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(elf.ContentsOf("tables"), random.Next(60));
        }

        string[] parts = ["num_syms", "names", "markers", "token_table", "token_index", random.Next(2) == 0 ? "offsets" : "relative_base"];
        for (int i = 0; i < parts.Length; i++)
        {
            elf.Symbol($"kallsyms_{parts[i]}", "tables", start + 0x2000 + (8 * (ulong)i), i == 3 ? (ulong)random.Next(2) : 0);
        }
    }

    /// <summary>Of three addresses one is a function's, one has no function, and one has no place.</summary>
    private sealed class EveryThirdLine : ILineSource
    {
        public IReadOnlyList<PlaceChain>[] Find(IReadOnlyList<ulong> addresses) => [.. addresses.Select(At)];

        public void Dispose()
        {
        }

        private static PlaceChain[] At(ulong address) => (address % 3) switch
        {
            0 => [new PlaceChain([new SourcePlace("read", "", $"a{address:x}.c", (uint)address, 0, 0, IsInlined: false)])],
            1 => [new PlaceChain([new SourcePlace("", "", $"b{address:x}.c", (uint)address, 0, 0, IsInlined: false)])],
            _ => [],
        };
    }
}
