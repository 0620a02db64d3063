// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.DebugJoin;
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.DebugJoin;

/// <summary>Debugging sections that the linker did not see are, byte for byte, those that it would have made.</summary>
public abstract class DebugJoinTests : IDisposable
{
    private const string First = """
        struct ring { struct ring *next; int counts[3]; };
        extern int second(struct ring *from, const char *text);
        static struct ring rings[4];
        int used = 4;
        int never(int x) { return x * used + 3; }
        static inline int twice(int x) { for (int i = 0; i < x; i++) used += i * x; return used; }
        void _start(void) { rings[1].next = rings; second(&rings[twice(2)], "a text"); }
        """;

    private const string Second = """
        struct ring { struct ring *next; int counts[3]; };
        struct other { long size; char name[16]; };
        extern int used;
        int gone(struct other *one) { return one->size + used; }
        int second(struct ring *from, const char *text)
        {
            int sum = 0;
            for (struct ring *at = from; at; at = at->next) sum += at->counts[1] * text[0];
            return sum + used;
        }
        """;

    private readonly SmallLink _link;

    /// <summary>With a linker.</summary>
    protected DebugJoinTests(string linker) => _link = new SmallLink(linker);

    public void Dispose()
    {
        _link.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public void Two_objects(int version, int threads)
    {
        string dwarf = $"-gdwarf-{version.ToString(CultureInfo.InvariantCulture)}";
        _link.Add("first.c", First, dwarf, "-gstrict-dwarf", "-O2");
        _link.Add("second.c", Second, dwarf, "-O1");
        _link.AssertSame(threads);
    }

    [Fact]
    public void Compilers_of_other_versions()
    {
        _link.Add("first.c", First, "-gdwarf-2", "-O2");
        _link.Add("second.c", Second, "-gdwarf-5", "-O2");
        _link.Add("third.c", "int third(int x) { return x + 1; }");
        _link.Add("fourth.s", "\t.text\n\t.globl fourth\nfourth:\n\tnop\n\tret\n", "-g");
        _link.AssertSame();
    }

    [Theory]
    [InlineData("crs")]
    [InlineData("crsT")]
    public void Archives(string kind)
    {
        _link.Add("first.c", First, "-g", "-O2");
        _link.Add("third.c", "extern int fourth(int); int third(int x) { return fourth(x); }", "-g");
        _link.Add("second.c", Second.Replace("return sum + used", "return third(sum) + used", StringComparison.Ordinal), "-g");
        _link.Add("unused.c", "int unused(int x) { return x; }", "-g");
        _link.Add("fourth.c", "int fourth(int x) { return x + 1; }");
        _link.Archive("all.a", kind);
        _link.AssertSame();
    }

    [Fact]
    public void One_object_of_stand_ins()
    {
        AddTwo();
        string[] objects = [.. _link.Objects];
        _link.LinkRelocatable("whole.o");
        byte[] expected = _link.Whole();
        _link.Use(objects);
        _link.LinkStandIns("apart.o");
        Assert.True(LinkedStandIns.Is(_link.In("apart.o")));
        Assert.Equal(expected, _link.Apart());
    }

    [Fact]
    public void An_object_that_has_changed_since_it_was_joined()
    {
        AddTwo();
        string second = _link.Objects[1];
        _link.LinkStandIns("apart.o");
        File.SetLastWriteTimeUtc(second, DateTime.UnixEpoch);
        Assert.Contains($"{second}, which has a part of its debugging sections, has changed", Refusal(), StringComparison.Ordinal);
        File.Delete(second);
        Assert.Contains("has changed", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_joined_objects_that_is_lost_or_damaged()
    {
        AddTwo();
        _link.LinkStandIns("apart.o");
        string list = LinkedStandIns.ListOf(_link.In("apart.o"));
        string[] lines = File.ReadAllLines(list);
        File.WriteAllLines(list, lines[..2]);
        Assert.Throws<UnknownLayoutException>(() => _link.Apart());
        File.WriteAllLines(list, [lines[0], "one word"]);
        Assert.Contains("has changed", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(list, "kelf link --relocatable 2\n");
        Assert.Contains("is of another kelf", Refusal(), StringComparison.Ordinal);
        File.Delete(list);
        Assert.Contains("is gone: remove ", Refusal(), StringComparison.Ordinal);
        // Whoever would link it as it is has to know, too.
        Assert.True(LinkedStandIns.Is(_link.In("apart.o")));
        Assert.False(LinkedStandIns.Is(_link.In("first.o")));
        Assert.False(LinkedStandIns.Is(_link.In("first.c")));
        Assert.False(LinkedStandIns.Is(_link.In("nowhere.o")));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Functions_that_are_dropped(int version)
    {
        string dwarf = $"-gdwarf-{version.ToString(CultureInfo.InvariantCulture)}";
        _link.Flags.AddRange(["--gc-sections", "-e", "_start"]);
        _link.Add("first.c", First, dwarf, "-O2", "-ffunction-sections", "-fdata-sections");
        _link.Add("unused.c", "int unused(int x) { return x + 7; }", dwarf, "-ffunction-sections");
        _link.Add("second.c", Second, dwarf, "-O2", "-ffunction-sections");
        _link.AssertSame();
    }

    [Fact]
    public void Functions_of_which_there_is_one_for_all_objects()
    {
        foreach (string name in (string[])["one", "two"])
        {
            _link.Add($"{name}.s", $"""
                    .section .text.shared,"axG",@progbits,shared,comdat
                    .weak shared
                shared:
                    nop
                    ret
                    .section .text.sized,"axG",@progbits,sized,comdat
                    .weak sized
                sized:
                    .rept {name.Length + (name == "one" ? 1 : 0)}
                    nop
                    .endr
                    .text
                    .globl {(name == "one" ? "_start" : name)}
                {(name == "one" ? "_start" : name)}:
                    call shared
                    .section .debug_info,"",@progbits
                    .quad .text.shared
                    .quad .text.sized + 1
                    .quad shared
                    .long .text.shared + 4
                    .section .debug_ranges,"",@progbits
                    .quad .text.shared
                    .quad .text.shared + 2
                    .section .debug_loc,"",@progbits
                    .quad .text.sized
                    .section .debug_rnglists,"",@progbits
                    .quad .text.sized
                """);
        }

        _link.AssertSame();
    }

    [Fact]
    public void Sections_of_an_assembler()
    {
        // Fields in no order, of all widths; numbers that are of no symbol, of one that nobody defines and of one that the linker does.
        _link.Add("a.s", """
                .text
                .globl _start
            _start:
                nop
                .section .debug_info,"",@progbits
                .balign 8
                .quad 1, 2, 3, 4, 5, 6
                .reloc .debug_info + 16, R_X86_64_64, _start + 1
                .reloc .debug_info + 0, R_X86_64_32, .debug_abbrev + 2
                .reloc .debug_info + 8, R_X86_64_32S, _end - 4
                .reloc .debug_info + 24, R_X86_64_16, 0x1234
                .reloc .debug_info + 26, R_X86_64_8, 0x56
                .reloc .debug_info + 32, R_X86_64_64, nobody + 3
                .reloc .debug_info + 40, R_X86_64_NONE, _start
                .weak nobody
                .section .debug_abbrev,"",@progbits
                .balign 16
                .byte 1, 2, 3
                .section .debug_aranges,"",@progbits
                .balign 16
                .byte 1
            """);
        _link.Add("b.s", """
                .section .debug_abbrev,"",@progbits
                .balign 32
                .byte 4, 5
                .section .debug_aranges,"",@progbits
                .balign 16
                .long .debug_abbrev, .debug_info
                .section .debug_info,"",@progbits
                .byte 9
            """);
        _link.AssertSame();
    }

    [Fact]
    public void Constants_that_are_loaded_and_merged()
    {
        const string Strings = """
                .section .rodata.str1.1,"aMS",@progbits,1
            .Lconstants:
                .string "longer text"
                .string "text"
                .string "other"
                .globl constant
            constant:
                .string "er text"
                .section .debug_info,"",@progbits
                .quad .Lconstants, .Lconstants + 12, .Lconstants + 14, .Lconstants + 17, constant, constant + 2
            """;
        _link.Add("a.s", "\t.text\n\t.globl _start\n_start:\n\tnop\n" + Strings);
        _link.Add("b.s", Strings.Replace("constant:", "another:", StringComparison.Ordinal).Replace("constant\n", "another\n", StringComparison.Ordinal)
            .Replace(" constant", " another", StringComparison.Ordinal));
        _link.AssertSame();
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 400)]
    [InlineData(3, 4000)]
    public void Strings(int seed, int count)
    {
        Random random = new(seed);
        foreach (string name in (string[])["a", "b", "c"])
        {
            StringBuilder source = new("\t.text\n");
            source.Append(name == "a" ? "\t.globl _start\n_start:\n\tnop\n" : "");
            StringBuilder strings = new("\t.section .debug_str,\"MS\",@progbits,1\n");
            source.Append("\t.section .debug_info,\"\",@progbits\n");
            int offset = 0;
            for (int i = 0; i < count; i++)
            {
                // Few letters: many strings are equal, or the end of another one; some are empty, some long.
                int length = random.Next(20) == 0 ? random.Next(300) : random.Next(6);
                string text = string.Create(length, random, (letters, dice) =>
                {
                    foreach (ref char letter in letters)
                    {
                        letter = (char)('a' + dice.Next(2));
                    }
                });
                strings.Append(CultureInfo.InvariantCulture, $"\t.string \"{text}\"\n");
                source.Append(CultureInfo.InvariantCulture, $"\t.long .debug_str + {offset + random.Next(length + 1)}\n");
                offset += length + 1;
            }

            _link.Add($"{name}.s", source.Append(strings).ToString());
        }

        _link.AssertSame();
    }

    [Fact]
    public void An_empty_string_alone()
    {
        _link.Add("a.s", "\t.globl _start\n_start:\n\tnop\n\t.section .debug_str,\"MS\",@progbits,1\n\t.string \"\"\n");
        _link.AssertSame();
    }

    [Theory]
    [InlineData("--build-id=none")]
    [InlineData("-Ttext=0xffffffff81000000")]
    [InlineData("--discard-none")]
    public void Options_of_the_linker(string option)
    {
        _link.Add("first.c", First, "-g", "-O2", "-mcmodel=kernel", "-fno-pic");
        _link.Add("second.c", Second, "-g", "-O2", "-mcmodel=kernel", "-fno-pic");
        _link.Flags.Add(option);
        _link.AssertSame();
    }

    // vmlinux.o: each of its sections is that of many objects, and larger than what is taken at once.
    [Fact]
    public void An_object_that_was_linked_of_others()
    {
        _link.Add("first.c", First, "-g", "-O2");
        StringBuilder many = new(Second);
        for (int i = 0; i < 3000; i++)
        {
            many.Append(CultureInfo.InvariantCulture, $"int number_{i}(int one_{i}, struct ring *two_{i}) {{ return one_{i} + two_{i}->counts[{i} % 3]; }}\n");
        }

        _link.Add("second.c", many.ToString(), "-gdwarf-4", "-O1", "-fno-omit-frame-pointer");
        using (ElfFile file = ElfFile.Open(_link.Objects[1]))
        {
            Assert.True(file.TryFindSection(".rela.debug_info", out ElfSection? relocations) && relocations.Size > 100_000);
        }

        _link.LinkRelocatable("vmlinux.o");
        _link.AssertSame();
    }

    [Fact]
    public void The_linked_image_has_the_build_ID_and_no_debugging_information()
    {
        _link.Add("first.c", First, "-g", "-O2");
        _link.Add("second.c", Second, "-g", "-O2");
        _link.AssertSame();
        using ElfFile whole = ElfFile.Open(_link.In("whole"));
        using ElfFile linked = ElfFile.Open(_link.In("linked"));
        Assert.Equal(whole.Sections.Length, linked.Sections.Length);
        foreach (ElfSection section in whole.Sections)
        {
            ElfSection other = linked.Sections[(int)section.Index.Value];
            bool isDebug = section.Name.Contains(".debug_", StringComparison.Ordinal);
            Assert.Equal(isDebug ? section with { Offset = 0, Size = 0 } : section with { Offset = 0 }, other with { Offset = 0 });
            if (!isDebug && section.HasBytes)
            {
                Assert.Equal(whole.Contents(section).Span(), linked.Contents(other).Span());
            }
        }
    }

    [Theory]
    [InlineData("\t.section .debug_info,\"\",@progbits\n\t.reloc .debug_info, R_X86_64_DTPOFF32, _start\n\t.long 0\n", ".debug_info+0x0: relocation R_X86_64_DTPOFF32 (21)")]
    [InlineData("\t.section .debug_info,\"\",@progbits\nlabel:\t.long 0\n", "symbol 1 (label) is in .debug_info")]
    [InlineData("\t.section .debug_macro,\"G\",@progbits,group,comdat\n\t.long 0\n", ".debug_macro belongs to others")]
    [InlineData("\t.section .debug_str,\"MS\",@progbits,2\n\t.short 0\n", ".debug_str is merged, but has not strings of bytes alone")]
    [InlineData("\t.section .zdebug_info,\"\",@progbits\n\t.long 0\n", ".zdebug_info is compressed as GNU tools once did it")]
    [InlineData("", "no object has debugging sections")]
    public void What_is_not_known_is_left_to_the_linker(string source, string why)
    {
        _link.Add("a.s", "\t.globl _start\n_start:\n\tnop\n" + source);
        Assert.Equal(why, Assert.Throws<UnknownLayoutException>(() => _link.Apart()).What);
    }

    [Fact]
    public void What_the_linker_compiles_is_left_to_it()
    {
        _link.Add("a.s", "\t.globl _start\n_start:\n\tnop\n");
        File.WriteAllBytes(_link.Objects[0], [.. "BC"u8, 0xc0, 0xde]);
        Assert.Equal(
            "the linker compiles it (LLVM bitcode), and its debugging information with it",
            Assert.Throws<UnknownLayoutException>(() => _link.Apart()).What);
    }

    [Fact]
    public void Compressed_sections_are_left_to_the_linker()
    {
        _link.Add("first.c", First, "-g", "-gz=zlib");
        Assert.Matches(@"\A\.debug_\w+ is compressed\z", Assert.Throws<UnknownLayoutException>(() => _link.Apart()).What);
    }

    [Fact]
    public void What_is_wrong_in_an_object_or_the_linked_image_is_an_error_in_one_line()
    {
        _link.Add("first.c", First, "-g", "-O2");
        _link.Add("second.c", Second, "-g", "-O2");
        using FixedWorkers workers = new(1);
        using DebugJoining joining = DebugJoining.Prepare(_link.Objects, _link.In("stand-ins"), workers);
        _link.Run("ld", [.. _link.Flags, "-o", _link.In("linked"), .. _link.Objects.Select(joining.StandInFor)]);
        byte[] image = File.ReadAllBytes(_link.In("linked"));
        byte[] second = File.ReadAllBytes(_link.Objects[1]);
        Random random = new(7);
        int wrong = 0;
        for (int i = 0; i < 600; i++)
        {
            bool isImage = i % 2 == 0;
            byte[] damaged = (byte[])(isImage ? image : second).Clone();
            for (int bytes = random.Next(1, 4); bytes > 0; bytes--)
            {
                // Half of the damage is done to the section headers, at the end.
                int place = random.Next(2) == 0 ? random.Next(damaged.Length) : damaged.Length - 1 - random.Next(2000);
                damaged[place] = random.Next(3) == 0 ? (byte)0xff : (byte)random.Next(256);
            }

            string path = _link.In(isImage ? "damaged" : "damaged.o");
            File.WriteAllBytes(path, damaged);
            try
            {
                if (isImage)
                {
                    // An image of its own: parts of an earlier one have their places.
                    using DebugJoining again = DebugJoining.Prepare(_link.Objects, _link.In("again"), workers);
                    using JoinedImage joined = again.Join(path, _link.In("joined"), _link.Layout, default);
                    joined.Finish();
                }
                else
                {
                    DebugJoining.Prepare([_link.Objects[0], path], _link.In("again"), workers).Dispose();
                }
            }
            catch (KelfException error)
            {
                wrong++;
                Assert.DoesNotContain('\n', error.Message);
            }
        }

        Assert.InRange(wrong, 100, 599);
    }

    [Fact]
    public void A_value_that_does_not_fit_is_an_error_with_its_place()
    {
        _link.Add("a.s", "\t.globl _start\n_start:\n\tnop\n\t.section .debug_info,\"\",@progbits\n\t.byte 1\n\t.long _start\n");
        _link.Flags.Add("-Ttext=0x100000000");
        Assert.Equal(
            $"{_link.Objects[0]}: .debug_info+0x1: R_X86_64_32 (10) against symbol 1 (_start) is truncated: 0x100000000 does not fit",
            Assert.Throws<MalformedFileException>(() => _link.Apart()).Message);
        Assert.False(File.Exists(_link.In("joined")));
    }

    private void AddTwo()
    {
        _link.Add("first.c", First, "-g", "-O2");
        _link.Add("second.c", Second, "-g");
    }

    private string Refusal() => Assert.Throws<RefusedException>(() => _link.Apart()).Message;
}
