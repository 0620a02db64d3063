// SPDX-License-Identifier: GPL-2.0-only
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests;

/// <summary>
/// The golden set agrees with itself: each version is the CRC of the text that the symtypes file
/// spells out. This guards the expectations that were written by hand.
/// </summary>
public sealed class SymversModelTests
{
    // In kabi-rules. Aliases have the version of the one that is first in table order, but lines of
    // their own by a rule; and only a rule's text may have a reference inside a word.
    private static readonly string[] _oddByRule = ["function", "function_alias", "inside"];

    // A symtypes file of several objects has texts of several tables in one.
    public static TheoryData<string> Cases => new(SymversCase.AllNames.Where(name =>
        new SymversCase(name).Has("symtypes") && !name.StartsWith("several-files/", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Versions_are_those_of_the_texts(string name)
    {
        SymversCase golden = new(name);
        SymversTextModel model = new(golden.ReadText("symtypes")!);
        foreach ((string symbol, uint version) in SymversTextModel.ReadVersions(golden.ReadText("stdout")!))
        {
            if (_oddByRule.Contains(symbol) && name.StartsWith("kabi-rules/", StringComparison.Ordinal))
            {
                continue;
            }

            uint expected = model.Version(symbol) ?? 0;
            Assert.True(expected == version, $"{symbol}: {version:x8} is printed, the text has {expected:x8}");
        }
    }

    /// <summary>The model itself, by the check value of CRC-32 and by W1 of the specification.</summary>
    [Fact]
    public void Model_is_right()
    {
        Assert.Equal(0xCBF43926u, SymversTextModel.Crc32("123456789"u8));
        Assert.Equal(0u, SymversTextModel.Crc32([]));
        Assert.Equal(0xd272d446u, new SymversTextModel("v subprogram ( ) -> base_type void\n").Version("v"));
    }
}
