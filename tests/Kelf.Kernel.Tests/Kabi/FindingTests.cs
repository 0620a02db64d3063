// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Findings;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Each change is found, and is of the kind that it has to be.</summary>
public sealed class FindingTests
{
    private const string U32 = "t#u32 typedef_type u32 { base_type unsigned int byte_size(4) encoding(7) }\n";
    private const string Push = "push subprogram ( formal_parameter pointer_type { s#ring } byte_size(8) r ) -> base_type void\n";
    private const string Int = "base_type int byte_size(4) encoding(5)";

    [Theory]
    [InlineData("member t#u32 a data_member_location(0)", 4, "", 4, "member-removed", Impact.Break)]
    [InlineData("member t#u32 a data_member_location(0)", 4, "member t#u32 a data_member_location(0) , member t#u32 b data_member_location(4)", 8, "member-added-at-end", Impact.Risk)]
    [InlineData("member t#u32 a data_member_location(0) , member t#u32 c data_member_location(4)", 8, "member t#u32 a data_member_location(0) , member t#u32 b data_member_location(4) , member t#u32 c data_member_location(8)", 12, "member-added", Impact.Break)]
    [InlineData("member t#u32 a data_member_location(0)", 4, "member pointer_type { base_type void } byte_size(8) a data_member_location(0)", 8, "member-type", Impact.Break)]
    [InlineData("member t#u32 a data_member_location(0) , member t#u32 b data_member_location(4)", 8, "member t#u32 b data_member_location(0) , member t#u32 a data_member_location(4)", 8, "member-moved", Impact.Break)]
    [InlineData("member array_type[4] { t#u32 } a data_member_location(0)", 16, "member array_type[6] { t#u32 } a data_member_location(0)", 24, "array-bound", Impact.Break)]
    [InlineData("member t#u32 a bit_size(3) data_bit_offset(0)", 4, "member t#u32 a bit_size(5) data_bit_offset(0)", 4, "bit-field", Impact.Break)]
    [InlineData("member t#u32 a data_member_location(0)", 4, "member t#u32 a data_member_location(0)", 8, "struct-size", Impact.Break)]
    [InlineData("member t#u32 a data_member_location(0) , member pointer_type { base_type void } byte_size(8) c data_member_location(8)", 16, "member t#u32 a data_member_location(0) , member t#u32 b data_member_location(4) , member pointer_type { base_type void } byte_size(8) c data_member_location(8)", 16, "member-added-in-hole", Impact.Info)]
    [InlineData("member pointer_type { base_type void } byte_size(8) c data_member_location(0) , member t#u32 a data_member_location(8)", 16, "member pointer_type { base_type void } byte_size(8) c data_member_location(0) , member t#u32 a data_member_location(8) , member t#u32 b data_member_location(12)", 16, "member-added-in-padding", Impact.Info)]
    [InlineData("member t#u32 a data_member_location(0) , member t#u32 __kabi_reserved1 data_member_location(4)", 8, "member t#u32 a data_member_location(0) , member union_type { member t#u32 b data_member_location(0) , member t#u32 __kabi_reserved1 data_member_location(0) } byte_size(4) data_member_location(4)", 8, "reserved-used", Impact.Info)]
    [InlineData("member t#u32 a data_member_location(0) , member t#u32 rh_reserved1 data_member_location(4)", 8, "member t#u32 a data_member_location(0) , member t#u32 b data_member_location(4)", 8, "reserved-used", Impact.Info)]
    [InlineData("member t#u32 a data_member_location(0)", 4, "member t#u32 b data_member_location(0)", 4, "member-renamed", Impact.Risk)]
    [InlineData("member pointer_type { t#u32 } byte_size(8) a data_member_location(0)", 8, "member pointer_type { const_type { t#u32 } } byte_size(8) a data_member_location(0)", 8, "qualifier-only", Impact.Risk)]
    [InlineData("member t#u32 a data_member_location(0)", 4, "member base_type int byte_size(4) encoding(5) a data_member_location(0)", 4, "same-size-integer-sign", Impact.Risk)]
    [InlineData("member t#u32 a data_member_location(0)", 4, "member base_type unsigned int byte_size(4) encoding(7) a data_member_location(0)", 4, "typedef-target-spelled-differently", Impact.Info)]
    public void A_structure(string old, int oldSize, string @new, int newSize, string kind, Impact impact)
    {
        // What a side does not refer to, its file need not have.
        string Text(string members, int size) => $"{Push}s#ring structure_type ring {{ {members} }} byte_size({size})\n{U32}";
        Finding finding = Assert.Single(Kernels.Compare(Text(old, oldSize), Text(@new, newSize)).Findings);
        Assert.Equal((kind, impact, "s#ring"), (finding.Kind.Id, finding.Impact, finding.Subject));
        Assert.Equal(["push"], finding.Exports);
    }

    [Theory]
    [InlineData("enumerator A = 0 , enumerator B = 1", "enumerator A = 0 , enumerator B = 1 , enumerator C = 2", "enumerator-added", Impact.Info)]
    [InlineData("enumerator A = 0 , enumerator B = 5", "enumerator A = 0 , enumerator C = 1 , enumerator B = 5", "enumerator-added", Impact.Info)]
    [InlineData("enumerator A = 0 , enumerator B = 1", "enumerator A = 0 , enumerator B = 2", "enumerator-value-changed", Impact.Break)]
    [InlineData("enumerator A = 0 , enumerator B = 1", "enumerator A = 0", "enumerator-removed", Impact.Break)]
    public void An_enumeration(string old, string @new, string kind, Impact impact)
    {
        string Text(string items) => $"set subprogram ( formal_parameter e#mode m ) -> base_type void\ne#mode enumeration_type mode {{ {items} }} byte_size(4)\n";
        Finding finding = Assert.Single(Kernels.Compare(Text(old), Text(@new)).Findings);
        Assert.Equal((kind, impact), (finding.Kind.Id, finding.Impact));
    }

    [Theory]
    [InlineData($"subprogram ( formal_parameter {Int} a ) -> base_type void", $"subprogram ( formal_parameter {Int} a , formal_parameter {Int} b ) -> base_type void", "prototype", "parameter 2, 'int b', is new")]
    [InlineData($"subprogram ( formal_parameter {Int} a , formal_parameter base_type long byte_size(8) encoding(5) b ) -> base_type void", "subprogram ( formal_parameter base_type long byte_size(8) encoding(5) b ) -> base_type void", "prototype", "parameter 1, 'int a', is gone")]
    [InlineData($"subprogram ( formal_parameter {Int} a ) -> base_type void", "subprogram ( formal_parameter base_type long byte_size(8) encoding(5) a ) -> base_type void", "prototype", "parameter 1 is 'long a', was 'int a'")]
    [InlineData("subprogram ( ) -> base_type void", $"subprogram ( ) -> {Int}", "prototype", "it returns 'int', returned 'void'")]
    [InlineData($"subprogram ( formal_parameter {Int} a ) -> base_type void", $"subprogram ( formal_parameter {Int} b ) -> base_type void", "parameter-renamed", "parameter 1 is called 'b', was 'a'")]
    [InlineData($"variable {Int}", "variable base_type long byte_size(8) encoding(5)", "variable-type", "it is 'long', was 'int'")]
    [InlineData($"variable {Int}", $"variable const_type {{ {Int} }}", "qualifier-only", "it is 'const int', was 'int'")]
    [InlineData($"variable {Int}", $"subprogram ( ) -> {Int}", "prototype", "what was a function is a variable, or the other way round")]
    public void A_function_or_variable(string old, string @new, string kind, string text)
    {
        Finding finding = Assert.Single(Kernels.Compare($"f {old}\n", $"f {@new}\n").Findings);
        Assert.Equal((kind, text), (finding.Kind.Id, finding.Effects[0].Text));
    }

    [Theory]
    [InlineData("s#ring struct ring { int a ; int b ; }", "s#ring struct ring { int a ; }", "member-removed", Impact.Break)]
    [InlineData("s#ring struct ring { int a ; }", "s#ring struct ring { int a ; long b ; }", "member-added-at-end", Impact.Risk)]
    [InlineData("s#ring struct ring { int a ; }", "s#ring struct ring { long b ; int a ; }", "member-added", Impact.Break)]
    [InlineData("s#ring struct ring { int a ; int ( * cb ) ( int ) ; }", "s#ring struct ring { int a ; int ( * cb ) ( long ) ; }", "member-type", Impact.Break)]
    [InlineData("s#ring struct ring { int a [ 4 ] ; }", "s#ring struct ring { int a [ 8 ] ; }", "array-bound", Impact.Break)]
    [InlineData("s#ring struct ring { unsigned int a : 3 , b : 5 ; }", "s#ring struct ring { unsigned int a : 3 , b : 6 ; }", "bit-field", Impact.Break)]
    [InlineData("s#ring struct ring { char * a ; }", "s#ring struct ring { const char * a ; }", "qualifier-only", Impact.Risk)]
    [InlineData("s#ring struct ring { int a ; }", "s#ring struct ring { int b ; }", "member-renamed", Impact.Risk)]
    [InlineData("s#ring struct ring { UNKNOWN }", "s#ring struct ring { int a ; }", "became-defined", Impact.Risk)]
    [InlineData("s#ring struct ring { int a ; }", "s#ring struct ring { UNKNOWN }", "became-declaration", Impact.Risk)]
    public void A_declaration_of_genksyms(string old, string @new, string kind, Impact impact)
    {
        const string Push = "\npush void push ( s#ring * ) \n";
        Finding finding = Assert.Single(Kernels.Compare(old + Push, @new + Push).Findings);
        Assert.Equal((kind, impact), (finding.Kind.Id, finding.Impact));
    }

    [Theory]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x2 g vmlinux EXPORT_SYMBOL", "export-removed export-added")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x1 f vmlinux EXPORT_SYMBOL_GPL", "export-gpl-tightened")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL_GPL", "0x1 f vmlinux EXPORT_SYMBOL", "export-gpl-relaxed")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x1 f fs/fat EXPORT_SYMBOL", "module-moved")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x1 f vmlinux EXPORT_SYMBOL NS", "namespace-added")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL A", "0x1 f vmlinux EXPORT_SYMBOL B", "namespace-changed")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL A", "0x1 f vmlinux EXPORT_SYMBOL", "namespace-removed")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x1 f vmlinux EXPORT_SYMBOL module:kvm", "namespace-restricted")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL module:a", "0x1 f vmlinux EXPORT_SYMBOL module:a,b", "namespace-removed")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x2 f vmlinux EXPORT_SYMBOL", "crc-changed")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x0 f vmlinux EXPORT_SYMBOL", "version-lost")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "0x1 f vmlinux EXPORT_SYMBOL", "")]
    public void An_export(string old, string @new, string kinds) =>
        Assert.Equal(kinds, string.Join(' ', Kernels.Compare(null, null, old, @new).Findings.Select(finding => finding.Kind.Id)));

    [Theory]
    [InlineData("int", "0x1", "int", "0x2", "crc-changed-no-type-change")]
    [InlineData("int", "0x1", "long", "0x1", "prototype type-changed-same-crc")]
    [InlineData("int", "0x1", "long", "0x2", "prototype")]
    public void Versions_and_types_together(string oldType, string oldCrc, string newType, string newCrc, string kinds) => Assert.Equal(
        kinds,
        string.Join(' ', Kernels.Compare(
            $"f {oldType} f ( void )\n", $"f {newType} f ( void )\n", $"{oldCrc} f vmlinux EXPORT_SYMBOL", $"{newCrc} f vmlinux EXPORT_SYMBOL")
            .Findings.Select(finding => finding.Kind.Id)));

    [Fact]
    public void What_another_type_has_as_a_member_may_not_grow_and_what_only_moves_names_its_cause()
    {
        string Text(string more, int size, int place) =>
            $"{Push}s#list structure_type list {{ member {Int} n data_member_location(0){more} }} byte_size({size})\n"
            + $"s#ring structure_type ring {{ member s#list l data_member_location(0) , member {Int} z data_member_location({place}) }} byte_size({place + 4})\n";
        IReadOnlyList<Finding> findings = Kernels.Compare(Text("", 4, 4), Text($" , member {Int} m data_member_location(4)", 8, 8)).Findings;
        Assert.Equal(["s#list", "s#ring"], findings.Select(finding => finding.Subject));
        Assert.Equal(("member-added-at-end", Impact.Break, (string?)null), (findings[0].Kind.Id, findings[0].Impact, findings[0].Because));
        Assert.Equal("s#list", findings[1].Because);
    }

    [Fact]
    public void A_type_that_is_defined_in_another_file_of_the_old_kernel_became_visible_only()
    {
        string Text(string ring) => $"/* a */\ns#ring struct ring {{ int a ; }}\nuse void use ( s#ring * )\n\n/* b */\n{ring}\npush void push ( s#ring * )\n";
        Finding finding = Assert.Single(Kernels.Compare(Text("s##ring"), Text("s#ring struct ring { int a ; }")).Findings);
        Assert.Equal(("became-defined", Impact.Info), (finding.Kind.Id, finding.Impact));
    }

    [Fact]
    public void Types_that_only_one_side_refers_to_are_followed_too()
    {
        // ksymtypes follows what both refer to, and does not see that f has another inner type (spec 4.4).
        string Text(string outer, string inner) =>
            $"s#outer struct outer {{ {outer} }}\ns#inner struct inner {{ {inner} }}\nf void f ( s#outer * )\ng void g ( s#inner * )\n";
        IReadOnlyList<Finding> findings = Kernels.Compare(Text("s#inner i ;", "int a ;"), Text("int i ;", "long a ;")).Findings;
        Assert.Equal(["f", "g"], findings.Single(finding => finding.Subject == "s#inner").Exports);
    }

    [Fact]
    public void C_declarations_are_not_compared_with_what_gendwarfksyms_writes()
    {
        SnapshotComparison comparison = Kernels.Compare(
            "f int f ( void )\n", $"f subprogram ( ) -> {Int}\n", "0x1 f vmlinux EXPORT_SYMBOL", "0x1 f vmlinux EXPORT_SYMBOL");
        Assert.Empty(comparison.Findings);
        Assert.Contains(comparison.Gaps, gap => gap.Contains("not compared", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_kind_has_a_word_of_its_own() =>
        Assert.Equal(ChangeKind.All.Count, ChangeKind.All.Select(kind => kind.Id).Distinct().Count());
}
