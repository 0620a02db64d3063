// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>The rules of <c>scripts/mksysmap</c>; each line was given to sed, too (tests/Differential/kallsyms.sh).</summary>
public sealed class SysmapFilterTests
{
    // 7.3, 6.12, 6.1: k keeps, d drops.
    [Theory]
    [InlineData("T foo", "kkk")]
    [InlineData("A foo", "kkk")]
    [InlineData("v foo", "kkk")]
    [InlineData("a foo", "ddd")]
    [InlineData("N foo", "ddd")]
    [InlineData("U foo", "ddd")]
    [InlineData("w foo", "ddd")]
    [InlineData("t $x", "ddd")]
    [InlineData("t .Lfoo", "ddd")]
    [InlineData("t x.Lfoo", "kkk")]
    [InlineData("t __efistub_f", "ddk")]
    [InlineData("t __pi_$x", "ddk")]
    [InlineData("t __pi_.Lx", "ddk")]
    [InlineData("t __pi_ok", "kkk")]
    [InlineData("t __kvm_nvhe_$x", "ddk")]
    [InlineData("t __kvm_nvhe_.Lx", "ddk")]
    [InlineData("t __kvm_nvhe_f", "kkk")]
    [InlineData("t __Thunk_f", "ddk")]
    [InlineData("t __XThunk_f", "ddk")]
    [InlineData("t __ThunkThunk_f", "ddk")]
    [InlineData("t __a-Thunk_f", "kkk")]
    [InlineData("t __a_Thunk_f", "kkk")]
    [InlineData("t a__XThunk_f", "kkk")]
    [InlineData("t __kcfi_typeid_f", "ddk")]
    [InlineData("t __kvm_nvhe___kcfi_typeid_f", "ddk")]
    [InlineData("t __pi___kcfi_typeid_f", "ddk")]
    [InlineData("r __crc_f", "ddd")]
    [InlineData("r x__crc_x", "kkk")]
    [InlineData("r __kstrtab_f", "ddd")]
    [InlineData("r __kstrtabns_f", "ddd")]
    [InlineData("r __mod_device_table__x", "dkk")]
    [InlineData("r __mod_device_table_x", "kkk")]
    [InlineData("t f_from_arm", "ddk")]
    [InlineData("t f_from_armx", "kkk")]
    [InlineData("t f_from_thumb", "ddk")]
    [InlineData("t f_veneer", "ddk")]
    [InlineData("t L0", "ddd")]
    [InlineData("t L01", "kkk")]
    [InlineData("t xL0", "kkk")]
    [InlineData("D _SDA_BASE_", "ddk")]
    [InlineData("D _SDA2_BASE_", "ddk")]
    [InlineData("D x_SDA_BASE_", "kkk")]
    [InlineData("r __UNIQUE_ID_modinfo_", "dkk")]
    [InlineData("r __UNIQUE_ID_modinfo_12", "dkk")]
    [InlineData("r __UNIQUE_ID_modinfo_12a", "kkk")]
    [InlineData("t f.long_branch.g", "ddk")]
    [InlineData("t x.plt_branch.", "ddk")]
    [InlineData("t x.plt_branch", "kkk")]
    [InlineData("T x N y", "ddd")]
    [InlineData("T x N", "kkk")]
    [InlineData("T x $y", "ddd")]
    [InlineData("T x L0", "ddd")]
    [InlineData("T L0 x", "kkk")]
    [InlineData("T x __efistub_y", "ddk")]
    public void Lines_are_kept_or_dropped(string line, string expected)
    {
        KallsymsLayout[] layouts = [KallsymsLayout.Linux73, KallsymsLayout.Linux612, KallsymsLayout.Linux61];
        string actual = string.Concat(layouts.Select(layout =>
            SysmapFilter.For(layout).Keeps((byte)line[0], Encoding.ASCII.GetBytes(line[2..])) ? 'k' : 'd'));
        Assert.Equal(expected, actual);
    }

    /// <summary>What the filter of 6.1 keeps and its generator drops.</summary>
    [Theory]
    [InlineData("__efistub_f", true)]
    [InlineData("__LA25Thunk_f", true)]
    [InlineData("__XThunk_f", false)]
    [InlineData("f_veneer", true)]
    [InlineData("_SDA_BASE_", true)]
    [InlineData("x.plt_branch.", true)]
    [InlineData("kallsyms_names", true)]
    [InlineData("kallsyms_lookup", false)]
    [InlineData("__pi_$x", false)]
    public void The_generator_of_6_1_drops_more(string name, bool isDropped)
    {
        KallsymsOptions options = new() { Layout = KallsymsLayout.Linux61, AllSymbols = true, BaseRelative = true };
        string names = Tables.NamesOf(Tables.Of($"1000 T _text\n1004 t {name}\n", options));
        Assert.Equal(isDropped ? "_text" : $"_text {name}", names);
    }
}
