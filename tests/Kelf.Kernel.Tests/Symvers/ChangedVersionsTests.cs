// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Errors;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>A symtypes file of before tells which versions changed, and by which types.</summary>
public sealed class ChangedVersionsTests
{
    private static readonly string s_demo = Path.Combine(SourceDirectory.Root, "tests", "Fixtures", "demo");
    private static readonly string s_types = File.ReadAllText(Path.Combine(s_demo, "demo.symtypes"));

    private static readonly string[] s_symbols = ["ring_first", "ring_state_names", "ring_find", "ring_push", "ring_state", "ring_for_each"];

    [Fact]
    public void Nothing_is_said_of_what_is_the_same() => Assert.Empty(Changes(s_types));

    [Fact]
    public void A_type_changes_whatever_reaches_it() => Assert.Equal(
        [
            "the version of ring_find is not that of old.symtypes: s#ring_entry changed",
            "the version of ring_first is not that of old.symtypes: s#ring_entry changed",
            "the version of ring_for_each is not that of old.symtypes: s#ring_entry changed",
            "the version of ring_push is not that of old.symtypes: s#ring_entry changed",
            "the version of ring_state is not that of old.symtypes: s#ring_entry changed",
        ],
        Changes(s_types.Replace("flags bit_size(7)", "flags bit_size(6)", StringComparison.Ordinal)));

    [Fact]
    public void Names_are_sorted_and_the_own_type_string_comes_first() => Assert.Equal(
        ["the version of ring_for_each is not that of old.symtypes: its own type string, s#ring_ops, t#ring_visitor changed"],
        Changes(s_types.Replace("typedef_type ring_visitor", "typedef_type visitor", StringComparison.Ordinal)
            .Replace("structure_type ring_ops", "structure_type ops", StringComparison.Ordinal)
            .Replace("ring_for_each subprogram", "ring_for_each variable", StringComparison.Ordinal)).Where(line => line.Contains("its own", StringComparison.Ordinal)));

    [Fact]
    public void A_type_that_was_not_there_has_changed() =>
        Assert.All(Changes(WithoutLine("e#ring_state")), line => Assert.EndsWith(": e#ring_state changed", line, StringComparison.Ordinal));

    [Fact]
    public void A_symbol_that_was_not_there_is_new() => Assert.Empty(Changes(WithoutLine("ring_state_names")));

    // By two runs that have nothing to do with type strings: the versions of the golden set.
    [Fact]
    public void A_change_is_told_exactly_when_the_version_is_another()
    {
        Golden[] cases = [.. SymversCase.AllNames.Select(Golden.Read).OfType<Golden>().DistinctBy(golden => (golden.Path, golden.Types))];
        int same = 0, changed = 0;
        foreach (Golden now in cases)
        {
            foreach (Golden before in cases.DistinctBy(golden => golden.Types))
            {
                string[] common = [.. now.Versions.Keys.Where(before.Versions.ContainsKey)];
                if (common.Length == 0)
                {
                    continue;
                }

                string[] expected = [.. common.Where(name => now.Versions[name] != before.Versions[name]).Order(StringComparer.Ordinal)];
                IEnumerable<string?> told = Changes(now.Path, now.Versions.Keys, before.Types, now.IsStable).Select(change => change.Symbol);
                Assert.Equal((now.Path, string.Join(' ', expected)), (now.Path, string.Join(' ', told.Order(StringComparer.Ordinal))));
                changed += expected.Length;
                same += common.Length - expected.Length;
            }
        }

        Assert.True(same > 100 && changed > 100, $"{same} versions were the same, {changed} others");
    }

    private static string WithoutLine(string name) =>
        string.Concat(s_types.Split('\n').Where(line => line.Length > 0 && !line.StartsWith(name + " ", StringComparison.Ordinal)).Select(line => line + "\n"));

    private static IEnumerable<string> Changes(string before) =>
        Changes(Path.Combine(s_demo, "demo.o"), s_symbols, before, isStable: false).Select(change => change.Text).Order(StringComparer.Ordinal);

    private static List<Diagnostic> Changes(string path, IEnumerable<string> symbols, string before, bool isStable)
    {
        List<Diagnostic> found = [];
        using FixedWorkers workers = new(3);
        using MappedFile file = MappedFile.Open(path);
        SymversTool.Compute(
            file.Contents, SymbolList.Parse(Encoding.UTF8.GetBytes(string.Join('\n', symbols))),
            new SymversOptions
            {
                Stable = isStable,
                Workers = workers,
                Reference = SymtypesFile.Parse(Encoding.UTF8.GetBytes(before), "old.symtypes"),
                Warn = warning =>
                {
                    if (warning.Kind == "version-changed")
                    {
                        found.Add(warning);
                    }
                },
            },
            symtypes: null, dump: null);
        return found;
    }

    /// <summary>A case of one object without errors.</summary>
    private sealed record Golden(string Path, bool IsStable, string Types, IReadOnlyDictionary<string, string> Versions)
    {
        public static Golden? Read(string name)
        {
            SymversCase golden = new(name);
            string[] words = [.. golden.Arguments("symtypes", "other")];
            string[] objects = [.. words.Where((word, i) => word[0] != '-' && (i == 0 || words[i - 1] is not ("--symtypes" or "-T")))];
            return golden.Exit != 0 || objects.Length != 1 || name.StartsWith("command-line/", StringComparison.Ordinal)
                || golden.ReadText("symtypes") is not { } types
                ? null
                : new Golden(
                    System.IO.Path.Combine(golden.WorkingDirectory, objects[0]), words.Contains("--stable") || words.Contains("-s"), types,
                    Encoding.UTF8.GetString(golden.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
                        .Where(line => line[2] != "0x00000000").ToDictionary(line => line[1], line => line[2]));
        }
    }
}
