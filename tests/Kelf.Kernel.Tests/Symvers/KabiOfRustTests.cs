// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Explain;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// Which changes of a Rust crate change which versions (tests/Fixtures/rust-kabi), and which do not: docs/rust-versions.md has both
/// for readers. The versions are those of gendwarfksyms, for each change.
/// </summary>
public sealed class KabiOfRustTests
{
    private const string LongName = "kabi::a_function_whose_name_is_longer_than_the_old_limit_of_the_versions_of_modules";

    private static readonly string s_folder = Path.Combine(SourceDirectory.Root, "tests", "Fixtures", "rust-kabi");
    private static readonly Dictionary<string, Dictionary<string, uint?>> s_expected = ReadVersions();

    /// <summary>Each change, and the readable names of the symbols whose versions it changes.</summary>
    public static TheoryData<string, string[]> Changes { get; } = new()
    {
        { "field_type", [LongName, "kabi::registers", "<kabi::Registers>::enable"] },
        { "field_added", [LongName, "kabi::registers", "<kabi::Registers>::enable"] },
        { "field_order", ["kabi::window"] },
        { "private_field", ["kabi::private"] },
        { "alignment", ["kabi::line"] },
        { "discriminant", ["kabi::speed"] },
        { "variant_added", ["kabi::event"] },
        { "niche", ["kabi::handle"] },
        { "type_argument", ["kabi::guard"] },
        { "const_argument", ["kabi::depth"] },
        { "method_added", ["kabi::device"] },
        { "trait_bound", ["kabi::device"] },
        { "callback_type", ["kabi::call"] },
        { "callback_abi", ["kabi::call_other"] },
        { "mutability", ["kabi::borrow"] },
        { "static_type", ["LIMITS"] },
        // Nothing of the ABI changes.
        { "parameter_name", ["kabi::named"] },
        // Nothing of the ABI changes, and no version.
        { "safety", [] },
        { "lifetimes", [] },
        // These should change one, and do not: the debugging information has nothing on them, or the code was merged.
        { "method_type", [] },
        { "inline_body", [] },
        { "constant", [] },
        { "twin_type", [] },
    };

    public static TheoryData<string> Objects => new(s_expected.Keys);

    [Theory]
    [MemberData(nameof(Objects))]
    public void Versions_are_those_of_gendwarfksyms(string name)
    {
        SymversOptions threads = new() { PerUnit = true, Workers = new FixedWorkers(4) };
        Assert.Equivalent(s_expected[name], Versions(name + ".o", new SymversOptions()), strict: true);
        Assert.Equivalent(s_expected[name], Versions(name + ".o", threads), strict: true);
    }

    [Fact]
    public void Each_change_is_judged() => Assert.Equal(
        s_expected.Keys.Except(["base", "helpers", "drop_added"]).Order(StringComparer.Ordinal),
        Changes.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_changes_these_versions(string change, string[] names)
    {
        Dictionary<string, uint?> before = Versions("base.o", new SymversOptions()), after = Versions(change + ".o", new SymversOptions());
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            before.Where(one => after[one.Key] != one.Value).Select(one => RustName.TryDemangle(one.Key) ?? one.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_new_destructor_changes_no_version_but_the_names_of_methods()
    {
        // Callers that were compiled before do not call it, and buffer() gives them what has one. Implementations are numbered in the
        // names of methods, so another type's method has a new name: its users are refused, for no reason of theirs.
        Dictionary<string, uint?> before = Versions("base.o", new SymversOptions()), after = Versions("drop_added.o", new SymversOptions());
        Assert.Equal(["<kabi::Registers>::enable"], before.Keys.Except(after.Keys).Select(RustName.TryDemangle));
        Assert.All(before.Keys.Intersect(after.Keys), name => Assert.Equal(before[name], after[name]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void An_image_has_the_versions_of_the_crate_and_of_the_helpers(int threads)
    {
        Dictionary<string, uint?> expected = s_expected["base"].Concat(s_expected["helpers"]).ToDictionary();
        Assert.Equivalent(
            expected, Versions("image.o", new SymversOptions { PerUnit = true, Workers = new FixedWorkers(threads) }), strict: true);
        // By default all are int, as the unit that exports them says, and that is told.
        List<Diagnostic> warnings = [];
        Dictionary<string, uint?> whole = Versions("image.o", new SymversOptions { Warn = warnings.Add });
        Assert.Equal(0x7ec472bau, whole["rust_helper_owner"]);
        Assert.Contains(warnings, warning => warning.Kind == WarningKind.UntypedExports);
    }

    [Fact]
    public void An_explanation_names_things_as_the_source_does()
    {
        string text = Explain("niche.o", "kabi::handle");
        Assert.Contains("\nname:     kabi::handle\n", text, StringComparison.Ordinal);
        Assert.Contains("structure_type core::option::Option<u32>", text, StringComparison.Ordinal);
        text = Explain("base.o", "kabi::twin_too");
        Assert.Contains("(kabi::twin)\nnote:     functions that are the same code were merged", text, StringComparison.Ordinal);
        Assert.DoesNotContain("note:", Explain("base.o", "kabi::handle"), StringComparison.Ordinal);
    }

    private static string Explain(string file, string readable)
    {
        using MappedFile mapped = MappedFile.Open(Path.Combine(s_folder, file));
        SymbolList symbols = List(mapped.Contents);
        byte[] symbol = [.. Enumerable.Range(0, symbols.Count).Select(i => symbols[i].ToArray()).Single(name => RustName.TryDemangle(name) == readable)];
        ByteBuilder output = new();
        Assert.True(SymversExplainer.Explain(mapped.Contents, symbols, symbol, new SymversOptions(), output));
        return Encoding.UTF8.GetString(output.Bytes);
    }

    private static SymbolList List(Region image)
    {
        ElfFile elf = ElfFile.Parse(image);
        IReadOnlyList<byte[]> names = ExportMarkers.Read(elf) is { Count: > 0 } exports ? exports : RustLibraryExports.Read(elf);
        SymbolList symbols = new();
        foreach (byte[] name in names)
        {
            symbols.Add(name);
        }

        return symbols;
    }

    private static Dictionary<string, uint?> Versions(string file, SymversOptions options)
    {
        using MappedFile mapped = MappedFile.Open(Path.Combine(s_folder, file));
        SymbolList symbols = List(mapped.Contents);
        uint?[] versions = SymversTool.Compute(mapped.Contents, symbols, options, null, null);
        return versions.Select((version, i) => (Name: Encoding.UTF8.GetString(symbols[i]), version)).ToDictionary(one => one.Name, one => one.version);
    }

    private static Dictionary<string, Dictionary<string, uint?>> ReadVersions() => File.ReadLines(Path.Combine(s_folder, "versions"))
        .Select(line => line.Split(' '))
        .GroupBy(fields => fields[0])
        .ToDictionary(
            group => group.Key,
            group => group.ToDictionary(fields => fields[1], fields => (uint?)uint.Parse(fields[2].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
}
