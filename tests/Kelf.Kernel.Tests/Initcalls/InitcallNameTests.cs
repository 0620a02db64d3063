// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Initcalls;

using Xunit;

namespace Kelf.Kernel.Tests.Initcalls;

public sealed class InitcallNameTests
{
    [Theory]
    [InlineData("__initcall__kmod_signal__579_5077_init_signal_sysctlsearly", "kmod_signal 579 5077 init_signal_sysctls early")]
    [InlineData("__initcall__kmod_a__9_1_f06", "kmod_a 9 1 f0 6")]
    [InlineData("__initcall__kmod_a__9_1_foo6s", "kmod_a 9 1 foo 6s")]
    [InlineData("__initcall__kmod_a__9_1_x66", "kmod_a 9 1 x6 6")]
    [InlineData("__initcall__kmod_a__9_1_frootfs", "kmod_a 9 1 f rootfs")]
    [InlineData("__initcall__kmod_a__9_1_frootfss", "kmod_a 9 1 f rootfss")]
    [InlineData("__initcall__kmod_a__9_1_fcon", "kmod_a 9 1 f con")]
    [InlineData("__initcall__kmod_a__9_1_fcons", "kmod_a 9 1 f cons")]
    [InlineData("__initcall__kmod_a__9_1_fearlys", "kmod_a 9 1 f earlys")]
    [InlineData("__initcall__kmod_a__009_01_f1", "kmod_a 009 01 f 1")]
    [InlineData("__initcall__kmod_e__1_2_6", "kmod_e 1 2  6")]
    [InlineData("__initcall____1_2_foo6", " 1 2 foo 6")]
    [InlineData("__initcall__kmod_g__20_1_fn__3_40_x6", "kmod_g__20_1_fn 3 40 x 6")]
    [InlineData("__initcall__kmod_g__1_2_3_4_x6", "kmod_g 1 2 3_4_x 6")]
    [InlineData("__initcall__a___1_2_x6", "a_ 1 2 x 6")]
    public void Names_are_taken_apart(string symbol, string parts)
    {
        Assert.Equal(InitcallNameKind.Initcall, InitcallName.Parse(Encoding.UTF8.GetBytes(symbol), out InitcallName? name));
        Assert.Equal(parts, $"{name!.Module} {name.Counter} {name.Line} {name.Function} {name.Level}");
        Assert.Equal(symbol, $"__initcall__{Encoding.UTF8.GetString(name.Suffix)}{name.Level}");
    }

    [Theory]
    [InlineData("x__initcall__kmod_a__9_1_f6", InitcallNameKind.Other)]
    [InlineData("str__initcall__trace_system_name", InitcallNameKind.Other)]
    [InlineData("__initcall_start", InitcallNameKind.Other)]
    [InlineData("__initcall__", InitcallNameKind.Malformed)]
    [InlineData("__initcall__1_2_bar6", InitcallNameKind.Malformed)]
    [InlineData("__initcall__kmod_x__1_bar6", InitcallNameKind.Malformed)]
    [InlineData("__initcall__kmod_x__1_2", InitcallNameKind.Malformed)]
    [InlineData("__initcall__kmod x__1_2_f6", InitcallNameKind.Malformed)]
    [InlineData("__initcall__kmod_x__1_2_", InitcallNameKind.WithoutLevel)]
    [InlineData("__initcall__kmod_x__1_2_foo", InitcallNameKind.WithoutLevel)]
    [InlineData("__initcall__kmod_x__1_2_s", InitcallNameKind.WithoutLevel)]
    public void Other_names_are_not(string symbol, InitcallNameKind kind)
    {
        Assert.Equal(kind, InitcallName.Parse(Encoding.UTF8.GetBytes(symbol), out InitcallName? name));
        Assert.Null(name);
    }

    [Theory]
    [InlineData("a__9_1_f6", "a__10_1_f6")]
    [InlineData("a__9_1_f6", "a__0010_1_f6")]
    [InlineData("a__9_9_f6", "a__9_10_f6")]
    [InlineData("a__9_9_f6", "a__9_9_g6")]
    [InlineData("a__99999999999999999999999999_9_f6", "a__100000000000000000000000000_1_f6")]
    public void In_an_object_the_counter_decides_then_the_line_then_the_name(string first, string second)
    {
        Assert.Equal(-1, Math.Sign(InitcallName.CompareInObject(Parse(first), Parse(second))));
        Assert.Equal(1, Math.Sign(InitcallName.CompareInObject(Parse(second), Parse(first))));
        Assert.Equal(0, InitcallName.CompareInObject(Parse(first), Parse(first)));
    }

    private static InitcallName Parse(string text)
    {
        InitcallName.Parse(Encoding.UTF8.GetBytes("__initcall__" + text), out InitcallName? name);
        return name!;
    }
}
