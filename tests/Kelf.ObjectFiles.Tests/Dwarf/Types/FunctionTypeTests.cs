// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Names;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Types;

/// <summary>Functions, their types and parameters.</summary>
public sealed class FunctionTypeTests
{
    private static readonly DieSpec s_int = Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5));
    private static readonly DieSpec s_long = Die("long", DwTag.BaseType, Name("long"), ByteSize(8), Encoding(5));

    [Fact]
    public void A_function_has_parameters_and_a_result()
    {
        using TypeCase one = TypeCase.Of(s_int, s_long, Die(DwTag.Subprogram, Name("printf"), Type("int"), Flag(DwAttribute.Prototyped),
            Die(DwTag.FormalParameter, Name("format"), Type("long")), Die(DwTag.LexicalBlock, Die(DwTag.FormalParameter, Name("inner"))),
            Die(DwTag.FormalParameter, Name("second"), Type("int")), Die(DwTag.UnspecifiedParameters)));
        Assert.Equal("int printf(long format, int second, ...)", Show(one.Find("printf"), out FunctionType function));
        Assert.True(function.IsPrototyped);
    }

    [Fact]
    public void A_type_of_a_function_has_no_names()
    {
        using TypeCase one = TypeCase.Of(s_int, Die(DwTag.SubroutineType, Die(DwTag.FormalParameter, Type("int"))));
        Assert.Equal("void (int )", Show(one.Find(DwTag.SubroutineType), out FunctionType function));
        Assert.False(function.IsPrototyped);
        Assert.False(FunctionType.TryFrom(one.Find("int"), out _));
        Assert.False(Parameter.TryFrom(one.Find("int"), out _));
    }

    [Fact]
    public void An_instance_has_the_types_of_its_origin()
    {
        using TypeCase one = TypeCase.Of(s_int, s_long,
            Die("origin", DwTag.Subprogram, Name("inlined"), Type("int"), Die("parameter", DwTag.FormalParameter, Name("p"), Type("long"))),
            Die(DwTag.Subprogram, At(DwAttribute.LowPc, DwForm.Addr, 0x1000), Ref(DwAttribute.AbstractOrigin, "origin"),
                Die(DwTag.FormalParameter, Ref(DwAttribute.AbstractOrigin, "parameter"))),
            Die("declared", DwTag.Subprogram, Name("completed"), Type("long"), Flag(DwAttribute.Declaration)),
            Die(DwTag.Subprogram, Name("definition"), Ref(DwAttribute.Specification, "declared")));
        TypeEntry instance = one.Find("inlined");
        Assert.True(FunctionType.TryFrom(instance, out FunctionType origin));
        // The entry after it.
        DieReader reader = instance.Unit.EntriesFrom(instance.Offset);
        _ = reader.Next();
        reader.SkipSubtree();
        _ = reader.Next();
        Assert.Equal("int (long p)", Show(TypeEntry.ReadAt(instance.Unit, reader.Offset), out _));
        Assert.Equal("int inlined(long p)", Show(origin.Entry, out _));
        Assert.Equal("long definition()", Show(one.Find("definition"), out _));
    }

    private static string Show(TypeEntry entry, out FunctionType function)
    {
        Assert.True(FunctionType.TryFrom(entry, out function));
        List<string> parameters = [];
        foreach (TypeEntry child in function.Parameters)
        {
            Assert.True(Parameter.TryFrom(child, out Parameter parameter));
            parameters.Add($"{(parameter.TryType(out TypeEntry type) ? Utf8Name.ToText(type.Name) : "?")} {Utf8Name.ToText(parameter.Name)}");
        }

        if (function.IsVariadic())
        {
            parameters.Add("...");
        }

        string result = function.TryReturnType(out TypeEntry returned) ? Utf8Name.ToText(returned.Name) : "void";
        return $"{result} {Utf8Name.ToText(function.Name)}({string.Join(", ", parameters)})";
    }
}
