// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.Kernel.SymbolPaths.Tracing;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>What may use the functions of small kernels and modules.</summary>
public sealed class FunctionJudgeTests
{
    private const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;
    private const string Jump = "it begins with a jump through memory, which kprobes do not emulate";
    private const string NoCall = "notrace: it has no tracer call";

    [Theory]
    [InlineData("traced", "yes", "yes", "sympos 0")]
    [InlineData("landing_pad", "yes", "yes", "sympos 0")]
    [InlineData("plain", NoCall, "yes", "it has to be traced")]
    [InlineData("refused", "yes", "NOKPROBE_SYMBOL (_kprobe_blacklist)", "sympos 0")]
    [InlineData("refused.part.0", "yes", "made of refused, where there may be none", "sympos 0")]
    [InlineData("traced.cold", "a cold part, which nobody calls", "yes", "it has to be traced")]
    [InlineData("quiet", "noinstr: nothing may instrument it", "noinstr: nothing may instrument it", "it has to be traced")]
    [InlineData("starting", ".init.text is freed once the kernel has started", "", "")]
    [InlineData("__pfx_traced", "the padding before traced", "", "")]
    [InlineData("data", "no code", "", "")]
    [InlineData("elsewhere", "nothing in lib/crc.c has a tracer call: its directory or file is built without", "yes", "it has to be traced")]
    [InlineData("assembled", "written in assembly, without a tracer call (lib/copy.S)", "yes", "it has to be traced")]
    [InlineData("twin", "yes", "by address, as 2 symbols have the name", "sympos 1")]
    [InlineData("promoted.llvm.123", NoCall, "yes", "it has to be traced")] // there is no function of the name without suffix
    [InlineData("bug", NoCall, "it begins with the trap of BUG() or WARN()", "it has to be traced")]
    [InlineData("nearly_bug", NoCall, "yes", "it has to be traced")]
    [InlineData("jump", NoCall, Jump, "it has to be traced")]
    [InlineData("jump_notrack", NoCall, Jump, "it has to be traced")]
    [InlineData("jump_rex", NoCall, Jump, "it has to be traced")]
    [InlineData("jump_register", NoCall, "yes", "it has to be traced")]
    [InlineData("push_memory", NoCall, "yes", "it has to be traced")]
    [InlineData("__lock_text_end", "no code: padding between functions", "", "")]
    [InlineData("_etext", "no code: the end of .text", "", "")]
    public void A_kernel_says_what_may_use_its_functions(string name, string ftrace, string kprobe, string livepatch)
    {
        using NativeBuffer file = InMemory.File(Kernel().Build(), "vmlinux");
        SymbolImage image = ImageOf(ElfFile.Parse(file.Contents), null);
        FunctionUse use = new FunctionJudge(image, hasLivepatch: true).Judge(image.Named(name)[0]);
        Assert.Equal(ftrace, Text(use.Ftrace));
        Assert.Equal(kprobe.Length == 0 ? ftrace : kprobe, Text(use.Kprobe));
        Assert.Equal(livepatch.Length == 0 ? ftrace : livepatch, Text(use.Livepatch));
    }

    [Fact]
    public void What_a_kernel_lacks_is_said()
    {
        byte[] bytes = new ElfBuilder(type: ElfType.Executable)
            .Section(".text", new byte[64], flags: Code).With(".text", header => header with { Address = 0x1000 })
            .Symbol("f", ".text", 0x1000, type: ElfSymbolType.Function).Symbol("_end", ".text", 0x1040).Build();
        using NativeBuffer file = InMemory.File(bytes, "vmlinux");
        SymbolImage image = ImageOf(ElfFile.Parse(file.Contents), null);
        Assert.False(FunctionJudge.HasLivepatch(image));
        FunctionUse use = new FunctionJudge(image, FunctionJudge.HasLivepatch(image)).Judge(image.Named("f")[0]);
        Assert.StartsWith("there is no table of tracer calls", Text(use.Ftrace), StringComparison.Ordinal);
        Assert.StartsWith("the kernel is built without kprobes", Text(use.Kprobe), StringComparison.Ordinal);
        Assert.StartsWith("the kernel is built without livepatching", Text(use.Livepatch), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traced", "yes", "yes", "sympos 0")]
    [InlineData("plain", NoCall, "NOKPROBE_SYMBOL (_kprobe_blacklist)", "it has to be traced")]
    [InlineData("starting", ".init.text is freed once the module is loaded", "", "")]
    [InlineData("leaving", "yes", "yes", "sympos 0")]
    public void A_module_says_it_by_its_relocations(string name, string ftrace, string kprobe, string livepatch)
    {
        byte[] bytes = new ElfBuilder()
            .Section(".text", new byte[64], flags: Code)
            .Section(".init.text", new byte[16], flags: Code)
            .Section(".exit.text", new byte[16], flags: Code)
            .Section("__mcount_loc", new byte[24], flags: ElfSectionFlags.Allocated)
            .Section("_kprobe_blacklist", new byte[8], flags: ElfSectionFlags.Allocated)
            .Section(".gnu.linkonce.this_module", new byte[64], flags: ElfSectionFlags.Allocated)
            .Symbol("traced", ".text", 0, type: ElfSymbolType.Function)
            .Symbol("plain", ".text", 0x20, type: ElfSymbolType.Function)
            .Symbol("starting", ".init.text", 0, type: ElfSymbolType.Function)
            .Symbol("leaving", ".exit.text", 0, type: ElfSymbolType.Function)
            .Relocate("__mcount_loc", 0, 1, ".text", 4)
            .Relocate("__mcount_loc", 8, 1, ".init.text")
            .Relocate("__mcount_loc", 16, 1, "leaving")
            .Relocate("_kprobe_blacklist", 0, 1, "plain")
            .Build();
        using NativeBuffer file = InMemory.File(bytes, "veth.ko");
        ElfFile elf = ElfFile.Parse(file.Contents);
        RuntimeSymbols listing = ModuleListing.Read(elf);
        SymbolImage image = new(
            new PathAttribution(listing, [""], new int[listing.Count], new PathOrigin[listing.Count]), "veth", elf);
        FunctionUse use = new FunctionJudge(image, hasLivepatch: null).Judge(image.Named(name)[0]);
        Assert.Equal(ftrace, Text(use.Ftrace));
        Assert.Equal(kprobe.Length == 0 ? ftrace : kprobe, Text(use.Kprobe));
        Assert.Equal(livepatch.Length == 0 ? ftrace : livepatch, Text(use.Livepatch));
    }

    /// <summary>An arm64 kernel that can run anywhere: the table is in its dynamic relocations, and may point before functions.</summary>
    [Fact]
    public void Places_may_be_computed_when_a_kernel_is_loaded()
    {
        byte[] bytes = new ElfBuilder(machine: ElfMachine.AArch64, type: ElfType.Dynamic) { UsesAddends = true }
            .Section(".text", new byte[64], flags: Code).With(".text", header => header with { Address = 0x1000 })
            .Section(".init.data", new byte[16], flags: ElfSectionFlags.Allocated)
            .With(".init.data", header => header with { Address = 0x2000 })
            .With(".rela.init.data", header => header with { Flags = (ulong)ElfSectionFlags.Allocated })
            .Symbol("one", ".text", 0x1008, type: ElfSymbolType.Function)
            .Symbol("two", ".text", 0x1020, type: ElfSymbolType.Function)
            .Symbol("three", ".text", 0x1030, type: ElfSymbolType.Function)
            .Symbol("__start_mcount_loc", ".init.data", 0x2000).Symbol("__stop_mcount_loc", ".init.data", 0x2010)
            .Symbol("_end", ".init.data", 0x2010)
            .Relocate(".init.data", 0x2000, 0x403, "", 0x1000)
            .Relocate(".init.data", 0x2008, 0x403, "", 0x1020)
            .Build();
        using NativeBuffer file = InMemory.File(bytes, "vmlinux");
        SymbolImage image = ImageOf(ElfFile.Parse(file.Contents), null);
        FunctionJudge judge = new(image, hasLivepatch: true);
        Assert.Equal(
            ["yes", "yes", NoCall], new[] { "one", "two", "three" }.Select(name => Text(judge.Judge(image.Named(name)[0]).Ftrace)));
    }

    [Fact]
    public void A_list_of_symbols_does_not_say_it()
    {
        SymbolImage image = new(Sketch.Of("T f"), module: null, elf: null);
        Assert.Throws<ArgumentException>(() => new FunctionJudge(image, hasLivepatch: null));
    }

    [Fact]
    public void Inlined_copies_are_found_in_all_units()
    {
        DwarfBuilder dwarf = new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit,
                Die("abstract", DwTag.Subprogram, Name("small"), At(DwAttribute.Inline, DwForm.Data1, 3)),
                Die(DwTag.Subprogram, Name("caller"), At(DwAttribute.LowPc, DwForm.Addr, 0x1000),
                    Die(DwTag.Subprogram, Name("declared"), Flag(DwAttribute.Declaration)),
                    Die(DwTag.InlinedSubroutine, Ref(DwAttribute.AbstractOrigin, "abstract")),
                    Die(DwTag.LexicalBlock, Die(DwTag.InlinedSubroutine, Ref(DwAttribute.AbstractOrigin, "abstract"))))))
            .Unit(Die(DwTag.CompileUnit,
                Die("large", DwTag.Subprogram, Name("large")),
                Die(DwTag.Subprogram, Ref(DwAttribute.AbstractOrigin, "large"), At(DwAttribute.LowPc, DwForm.Addr, 0x1010),
                    Die(DwTag.InlinedSubroutine, Ref(DwAttribute.AbstractOrigin, "abstract", DwForm.RefAddr)))));
        byte[] bytes = dwarf.AddTo(new ElfBuilder(type: ElfType.Executable).Section(".text", new byte[64]), SectionPacking.Stored, ".").Build();
        using NativeBuffer file = InMemory.File(bytes, "vmlinux");
        IReadOnlyDictionary<string, InlinedCopies> found =
            InlineSearch.Find(ElfFile.Parse(file.Contents), ["small", "large", "none"], budget: null, WorkerSource.None);
        Assert.Equal(["small"], found.Keys);
        Assert.Equal(3, found["small"].Count);
        Assert.Equal(["caller", "large"], found["small"].Into);
    }

    private static string Text(Verdict verdict) => verdict.Reason ?? (verdict.IsAllowed ? "yes" : "no");

    private static SymbolImage ImageOf(ElfFile elf, string? module)
    {
        RuntimeSymbols listing = KernelListing.Read(elf);
        string[] paths = ["", "kernel/a.c", "lib/crc.c", "lib/copy.S"];
        int[] pathOf = [.. Enumerable.Range(0, listing.Count).Select(entry => listing.TextOf(entry) switch
        {
            "elsewhere" => 2,
            "assembled" => 3,
            _ => 1,
        })];
        return new SymbolImage(new PathAttribution(listing, paths, pathOf, new PathOrigin[listing.Count]), module, elf);
    }

    private static ElfBuilder Kernel()
    {
        ElfBuilder elf = new ElfBuilder(type: ElfType.Executable)
            .Section(".text", KernelText(), flags: Code).With(".text", header => header with { Address = 0x1000 })
            .Section(".init.text", new byte[0x10], flags: Code).With(".init.text", header => header with { Address = 0x2000 })
            .Section(".data", Words(0x1010, 0x1024, 0x1040, 0x1050, 0x2000, 0, 0x1090, 0x10a0, 0x1040), flags: ElfSectionFlags.Allocated)
            .With(".data", header => header with { Address = 0x3000 })
            .Symbol("__start_mcount_loc", ".data", 0x3000).Symbol("__stop_mcount_loc", ".data", 0x3040)
            .Symbol("__start_kprobe_blacklist", ".data", 0x3040).Symbol("__stop_kprobe_blacklist", ".data", 0x3048)
            .Symbol("__noinstr_text_start", ".text", 0x1060).Symbol("__noinstr_text_end", ".text", 0x1070)
            .Symbol("data", ".data", 0x3048, 0, ElfSymbolBinding.Local, ElfSymbolType.Object)
            .Symbol("starting", ".init.text", 0x2000, 16, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .Symbol("bug", ".text", 0x11e0, 2, type: ElfSymbolType.Function).Symbol("nearly_bug", ".text", 0x11f0, 2, type: ElfSymbolType.Function)
            .Symbol("jump", ".text", 0x1180, 3, type: ElfSymbolType.Function).Symbol("jump_notrack", ".text", 0x1190, 4, type: ElfSymbolType.Function)
            .Symbol("jump_rex", ".text", 0x11a0, 4, type: ElfSymbolType.Function).Symbol("jump_register", ".text", 0x11b0, 2, type: ElfSymbolType.Function)
            .Symbol("push_memory", ".text", 0x11c0, 3, type: ElfSymbolType.Function)
            .Symbol("__lock_text_end", ".text", 0x11e2).Symbol("_etext", ".text", 0x1200)
            .Symbol("_end", ".data", 0x3050);
        string[] functions =
        [
            "__pfx_traced", "traced", "landing_pad", "plain", "refused", "refused.part.0", "quiet", "traced.cold", "elsewhere", "twin",
            "twin", "assembled", "promoted.llvm.123",
        ];
        for (int i = 0; i < functions.Length; i++)
        {
            elf.Symbol(functions[i], ".text", 0x1000 + (ulong)(16 * i), 16, ElfSymbolBinding.Local, ElfSymbolType.Function);
        }

        return elf;
    }

    // What functions begin with, and what is after one of them: BUG(), and nearly that; jmp *0x28(%rdi), the same with notrack and of
    // %r15; jmp *%rdi; push 0x28(%rdi).
    private static byte[] KernelText()
    {
        byte[] text = new byte[0x200];
        ((ReadOnlySpan<byte>)[0x0f, 0x0b, 0xcc]).CopyTo(text.AsSpan(0x1e0));
        ((ReadOnlySpan<byte>)[0x0f, 0x0a]).CopyTo(text.AsSpan(0x1f0));
        ((ReadOnlySpan<byte>)[0xff, 0x67, 0x28]).CopyTo(text.AsSpan(0x180));
        ((ReadOnlySpan<byte>)[0x3e, 0xff, 0x67, 0x28]).CopyTo(text.AsSpan(0x190));
        ((ReadOnlySpan<byte>)[0x41, 0xff, 0x67, 0x28]).CopyTo(text.AsSpan(0x1a0));
        ((ReadOnlySpan<byte>)[0xff, 0xe7]).CopyTo(text.AsSpan(0x1b0));
        ((ReadOnlySpan<byte>)[0xff, 0x77, 0x28]).CopyTo(text.AsSpan(0x1c0));
        return text;
    }

    private static byte[] Words(params ulong[] words)
    {
        byte[] bytes = new byte[8 * words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), words[i]);
        }

        return bytes;
    }
}
