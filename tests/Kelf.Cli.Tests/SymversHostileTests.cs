// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests;

/// <summary>
/// Input that nobody wrote by hand: objects with a byte changed or the end missing, and nesting too
/// deep for a stack. The program ends by itself, with status 0 or with status 1 and one line.
/// </summary>
public sealed class SymversHostileTests
{
    public static TheoryData<string, string, string> Objects => new()
    {
        { "w01-struct-cycle/e.o", "s0 f v", "" },
        { "w13-rust/e.o", "rf", "" },
        { "w14-cxx/e.o", "fr _ZN2ns1S1mEi", "" },
        { "w19-stable-traps/e.o", "o ig al fun", "--stable" },
        { "forms/forms4.o", "v_ref1 v_ref2 v_ref8 v_ref_udata v_ref_addr v_indirect v_declared", "" },
        { "forms/forms5.o", "v_strx1 v_strx2 v_strx3 v_strx4 v_indexes v_signature", "" },
        { "compressed/zlib.o", "item_find item_wide items", "" },
        { "compressed/zstd.o", "item_find item_wide items", "" },
        { "machines/powerpc64.o", "dev_first dev_ops dev_register", "" },
        { "machines/arm.o", "dev_first dev_ops dev_register", "" },
        { "type-units/object4.o", "plant leaves", "" },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void Changed_byte_is_no_crash(string path, string symbols, string option)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal, "the original crashes");
        byte[] whole = File.ReadAllBytes(Path.Combine(SymversProgram.Fixtures, path));
        using SymversProgram program = new();
        // A fixed sequence (a linear congruential generator), so that a failure happens again.
        uint state = 12345;
        for (int i = 0; i < 150; i++)
        {
            state = (state * 1664525) + 1013904223;
            int offset = (int)((state >> 8) % (uint)whole.Length);
            state = (state * 1664525) + 1013904223;
            byte[] changed = [.. whole];
            changed[offset] = (byte)(state >> 24);
            Run(program, changed, symbols, option, $"byte {offset} is 0x{changed[offset]:x2}");
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Missing_end_is_no_crash(string path, string symbols, string option)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal, "the original crashes");
        byte[] whole = File.ReadAllBytes(Path.Combine(SymversProgram.Fixtures, path));
        using SymversProgram program = new();
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 40))
        {
            ProgramResult result = Run(program, whole[..length], symbols, option, $"cut after {length} bytes");
            Assert.Equal(1, result.Exit);
        }
    }

    /// <summary>Either the one right version, or an error that names a place.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(200_000)]
    public void Pointers_to_pointers(int depth)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal && depth > 10_000, "the original crashes");
        SymversDeepObject info = new();
        for (int i = 0; i < depth; i++)
        {
            info.PointerToNext();
        }

        byte[] file = info.BaseType("int").VariableOfFirst("v").Build();
        string text = "variable " + Repeat("pointer_type { ", depth) + "base_type int byte_size(4) encoding(5)" +
            Repeat(" } byte_size(8)", depth);
        CheckDeep(file, text, depth);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Structures_in_structures(int depth)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal && depth > 10_000, "the original crashes");
        SymversDeepObject info = new();
        for (int i = 0; i < depth; i++)
        {
            info.StructureOfNext($"s{i}");
        }

        byte[] file = info.BaseType("int").VariableOfFirst("v").Build();
        StringBuilder text = new("variable ");
        for (int i = 0; i < depth; i++)
        {
            text.Append("structure_type s").Append(i).Append(" { member ");
        }

        text.Append("base_type int byte_size(4) encoding(5)").Append(Repeat(" m } byte_size(4)", depth));
        CheckDeep(file, text.ToString(), depth);
    }

    /// <summary>Blocks in blocks have to be passed over, to see what they contain and where they end.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(300_000)]
    public void Blocks_in_blocks(int depth)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal && depth > 10_000, "the original crashes");
        byte[] file = new SymversDeepObject().BaseType("int").Blocks(depth).VariableOfFirst("v").Build();
        CheckDeep(file, "variable base_type int byte_size(4) encoding(5)", depth);
    }

    private static string Repeat(string text, int count) =>
        new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static void CheckDeep(byte[] file, string text, int depth)
    {
        using SymversProgram program = new();
        ProgramResult result = Run(program, file, "v", "", $"{depth} levels");
        if (result.Exit == 0)
        {
            uint version = SymversTextModel.Crc32(Encoding.UTF8.GetBytes(text));
            Assert.Equal($"#SYMVER v 0x{version:x8}\n", Encoding.UTF8.GetString(result.Output));
        }
        else
        {
            Assert.True(depth > 10_000, $"only {depth} levels are too many: {result.Errors}");
            Assert.Matches(@"\.debug_info\+0x[0-9a-f]+", result.Errors);
        }
    }

    private static ProgramResult Run(SymversProgram program, byte[] file, string symbols, string option, string what)
    {
        string path = Path.Combine(program.Scratch, "e.o");
        string symtypes = Path.Combine(program.Scratch, "symtypes");
        File.Delete(symtypes);
        File.WriteAllBytes(path, file);
        string[] options = option.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ProgramResult result = program.RunDropIn(
            program.Scratch,
            [.. options, "--symtypes", symtypes, "e.o"],
            Encoding.UTF8.GetBytes(symbols.Replace(' ', '\n')));
        Assert.True(result.Exit is 0 or 1, $"{what}: exit status {result.Exit}: {result.Errors}");
        if (result.Exit == 1)
        {
            Assert.True(result.Output.Length == 0, $"{what}: output in spite of an error");
            Assert.False(File.Exists(symtypes), $"{what}: a symtypes file in spite of an error");
            string last = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            Assert.StartsWith("error: gendwarfksyms: ", last, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFiles(program.Scratch).Except([path, symtypes]));
        return result;
    }
}
