// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Output;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Fixes that are proposed; tests/Differential/kabi-fixes.sh compiles each kind.</summary>
public sealed class FixTests
{
    private const string Int = "base_type int byte_size(4) encoding(5)";
    private const string Long = "base_type unsigned long byte_size(8) encoding(7)";

    [Fact]
    public void A_reserved_member_comes_before_a_hole()
    {
        Fix[] fixes = Of(
            $"member {Int} a data_member_location(0) , member {Long} __kabi_reserved3 data_member_location(8) }} byte_size(16)",
            $"member {Int} a data_member_location(0) , member {Long} __kabi_reserved3 data_member_location(8) , member {Int} owner data_member_location(16) }} byte_size(24)");
        Assert.Equal(["use-reserved", "fill-hole"], fixes.Select(fix => fix.Kind));
        Assert.Equal(["KABI_USE(3, int owner);"], fixes[0].Edits[0].Lines);
        Assert.Equal((FixPlace.InPlaceOf, "__kabi_reserved3"), (fixes[0].Edits[0].Place, fixes[0].Edits[0].Name));
        Assert.Equal(["owner"], fixes[0].Edits[0].Members);
        Assert.Equal(
            ["static_assert(sizeof(struct ring) == 16);", "static_assert(offsetof(struct ring, owner) == 8);", "static_assert(offsetof(struct ring, a) == 0);"],
            fixes[0].Assertions);
        Assert.Equal(["KABI_IGNORE(0, int owner);"], fixes[1].Edits[0].Lines);
        Assert.Equal("after 'a', and without 'owner' where it is now", FixText.Where(fixes[1].Edits[0]));
    }

    [Fact]
    public void Pointers_of_clang_are_as_long_as_long()
    {
        // Neither Clang nor LLVM's Rust says the size of a pointer.
        Fix[] fixes = Of(
            $"member {Long} a data_member_location(0) , member {Long} __kabi_reserved1 data_member_location(8) }} byte_size(16)",
            $"member {Long} a data_member_location(0) , member {Long} __kabi_reserved1 data_member_location(8) , member pointer_type {{ base_type void }} data data_member_location(16) }} byte_size(24)");
        Assert.Equal(["KABI_USE(1, void *data);"], Assert.Single(fixes).Edits[0].Lines);
    }

    [Theory]
    [InlineData(MacroStyle.RedHat, "RH_KABI_FILL_HOLE(int owner)")]
    [InlineData(MacroStyle.Android, "ANDROID_KABI_IGNORE(0, int owner);")]
    [InlineData(MacroStyle.Plain, "#ifndef __GENKSYMS__|\tint owner;|#endif")]
    public void Macros_are_those_of_the_distribution(MacroStyle style, string lines) => Assert.Equal(
        lines.Split('|'),
        Of($"member {Int} a data_member_location(0) , member {Long} b data_member_location(8) }} byte_size(16)",
            $"member {Int} a data_member_location(0) , member {Int} owner data_member_location(4) , member {Long} b data_member_location(8) }} byte_size(16)", style)[0].Edits[0].Lines);

    [Fact]
    public void What_no_macro_hides_has_no_fix()
    {
        Assert.Empty(Of($"member {Int} a data_member_location(0) , member {Int} b data_member_location(4) }} byte_size(8)", $"member {Int} a data_member_location(0) }} byte_size(4)"));
        // Members in another order, and one more.
        Assert.Empty(Of(
            $"member {Int} a data_member_location(0) , member {Long} b data_member_location(8) }} byte_size(16)",
            $"member {Long} b data_member_location(0) , member {Int} a data_member_location(8) , member {Int} c data_member_location(12) }} byte_size(16)"));
        // Hidden already: with the rules of objects nothing is found.
        Assert.Empty(Of(
            $"member {Int} a data_member_location(0) , member {Long} __kabi_reserved1 data_member_location(8) }} byte_size(16)",
            $"member {Int} a data_member_location(0) , member union_type {{ member {Long} b , member structure_type {{ member {Long} __kabi_reserved1 data_member_location(0) }} byte_size(8) }} byte_size(8) data_member_location(8) }} byte_size(16)"));
    }

    [Fact]
    public void Where_there_is_no_room_its_size_is_said()
    {
        string holder = $"s#holder structure_type holder {{ member s#ring r data_member_location(0) }} byte_size(8)\n";
        Finding finding = Kernels.Compare(
            $"push subprogram ( formal_parameter pointer_type {{ s#holder }} byte_size(8) r ) -> base_type void\n{holder}s#ring structure_type ring {{ member {Long} a data_member_location(0) }} byte_size(8)\n",
            $"push subprogram ( formal_parameter pointer_type {{ s#holder }} byte_size(8) r ) -> base_type void\n{holder.Replace("byte_size(8)\n", "byte_size(16)\n", StringComparison.Ordinal)}s#ring structure_type ring {{ member {Long} a data_member_location(0) , member {Long} b data_member_location(8) }} byte_size(16)\n",
            null, null).Findings.Single(finding => finding.Subject == "s#ring");
        Assert.Equal("for 'unsigned long b' 8 bytes are needed; the largest room in the old 'struct ring' has 0: keep it outside of the type", Assert.Single(finding.Fixes).Text);
    }

    [Fact]
    public void Types_of_Rust_have_none()
    {
        const string Push = "push subprogram ( formal_parameter pointer_type { s#'core::Ring<u8>' } byte_size(8) r ) -> base_type void\n";
        Assert.All(
            Kernels.Compare(
                Push + $"s#'core::Ring<u8>' structure_type core::Ring<u8> {{ member {Int} a data_member_location(0) }} byte_size(4)\n",
                Push + $"s#'core::Ring<u8>' structure_type core::Ring<u8> {{ member {Int} a data_member_location(0) , member {Int} b data_member_location(4) }} byte_size(8)\n", null, null).Findings,
            finding => Assert.Empty(finding.Fixes));
    }

    private static Fix[] Of(string old, string now, MacroStyle? style = null)
    {
        const string Push = "push subprogram ( formal_parameter pointer_type { s#ring } byte_size(8) r ) -> base_type void\ns#ring structure_type ring { ";
        return [.. Kernels.Compare(Push + old + "\n", Push + now + "\n", null, null, style).Findings.SelectMany(finding => finding.Fixes)];
    }
}
