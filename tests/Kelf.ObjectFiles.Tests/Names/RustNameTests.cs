// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Text;

using Kelf.ObjectFiles.Names;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Names;

public sealed class RustNameTests
{
    private static readonly string s_fixtures = Path.Combine(SourceDirectory.Root, "tests", "Fixtures", "rust-names");

    // Names of Debian's kernel 7.3.4, beside the project.
    private static readonly string s_kernel = Path.Combine(SourceDirectory.Root, "..", "shared", "data", "rust-names");

    [Theory]
    // Paths: crates, implementations, namespaces, identifiers.
    [InlineData("_RNvC1a1b", "a::b")]
    [InlineData("_RNvCs2lKf6AS60Zg_1a1b", "a::b")]
    [InlineData("_RNvNtC1a1bs_1c", "a::b::c")]
    [InlineData("_RNvMC1aNtB2_1b1c", "<a::b>::c")]
    [InlineData("_RNvMs_C1aNtB4_1b1c", "<a::b>::c")]
    [InlineData("_RNvXC1aNtB2_1bNtB2_1c1d", "<a::b as a::c>::d")]
    [InlineData("_RNvYhNtC1a1c1d", "<u8 as a::c>::d")]
    [InlineData("_RNCNvC1a1b0", "a::b::{closure#0}")]
    [InlineData("_RNCNvC1a1bs0_0", "a::b::{closure#2}")]
    [InlineData("_RNCNvC1a1b1c", "a::b::{closure:c#0}")]
    [InlineData("_RNSC1as_2vt", "a::{shim:vt#1}")]
    [InlineData("_RNXC1as_0", "a::{X#1}")]
    [InlineData("_RNtC1a0", "a")]
    [InlineData("_RNvC1a2_12", "a::12")]
    [InlineData("_RNvC1a3__12", "a::_12")]
    [InlineData("_RNvC1a1bC3bcd", "a::b")]
    // Generic arguments: types, lifetimes, constants; a path in a type needs no "::".
    [InlineData("_RIC1aE", "a::<>")]
    [InlineData("_RINvC1a1bNtB2_1cE", "a::b::<a::c>")]
    [InlineData("_RINvC1a1bINtB2_1chEE", "a::b::<a::c<u8>>")]
    [InlineData("_RIC1aL_hE", "a::<'_, u8>")]
    [InlineData("_RIC1aRL_hE", "a::<&u8>")]
    [InlineData("_RIC1aabcdefhijlmnopstuvxyzE",
        "a::<i8, bool, char, f64, str, f32, u8, isize, usize, i32, u32, i128, u128, _, i16, u16, (), ..., i64, u64, !>")]
    [InlineData("_RIC1aAhj7_ShTEThETheERhQhPhOhE", "a::<[u8; 7], [u8], (), (u8,), (u8, str), &u8, &mut u8, *const u8, *mut u8>")]
    [InlineData("_RIC1aFEuFhERhFUKChEzFK8C_unwindEuE",
        "a::<fn(), fn(u8) -> &u8, unsafe extern \"C\" fn(u8) -> !, extern \"C-unwind\" fn()>")]
    [InlineData("_RIC1aFG_RL0_hEuE", "a::<for<'a> fn(&'a u8)>")]
    [InlineData("_RIC1aFG0_RL0_hERL1_hE", "a::<for<'a, 'b> fn(&'b u8) -> &'a u8>")]
    [InlineData("_RIC1aFG_FG_RL0_RL1_hEuEuE", "a::<for<'a> fn(for<'b> fn(&'b &'a u8))>")]
    [InlineData("_RIC1aDNtC1b1cEL_E", "a::<dyn b::c>")]
    [InlineData("_RIC1aDNtC1b1cNtB6_1dEL_E", "a::<dyn b::c + b::d>")]
    [InlineData("_RIC1aDNtC1b1cp1dhEL_E", "a::<dyn b::c<d = u8>>")]
    [InlineData("_RIC1aDINtC1b1chEp1dhp1eaEL_E", "a::<dyn b::c<u8, d = u8, e = i8>>")]
    [InlineData("_RIC1aFG_DNtC1b1cEL0_EuE", "a::<for<'a> fn(dyn b::c + 'a)>")]
    [InlineData("_RIC1aKj0_Kj7b_Kan80_Kb1_Kb0_KpE", "a::<0, 123, -128, true, false, _>")]
    [InlineData("_RIC1aKoffffffffffffffff_Ko10000000000000000_E", "a::<18446744073709551615, 0x10000000000000000>")]
    [InlineData("_RIC1aKc61_Kc27_Kc5c_Kc9_Kca_Kcd_Kc22_Kc7f_Kc1f600_E",
        @"a::<'a', '\'', '\\', '\t', '\n', '\r', '""', '\u{7f}', '\u{1f600}'>")]
    // References back: to a path, a type, a constant; one that is open when it is met.
    [InlineData("_RIC1aRhB3_E", "a::<&u8, &u8>")]
    [InlineData("_RIC1aKj1_KB4_E", "a::<1, 1>")]
    // Punycode, RFC 3492; the last is its example (I) with "_" for "-".
    [InlineData("_RNvC1au8gdel_5qa", "a::gödel")]
    [InlineData("_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y", "utf8_idents::საჭმელად_გემრიელი_სადილი")]
    // What other compilers append stays.
    [InlineData("_RNvC1a1b.cold", "a::b.cold")]
    [InlineData("_RNvC1a1b.llvm.1234", "a::b.llvm.1234")]
    [InlineData("_RNvC1a1b$x", "a::b$x")]
    public void Names_of_v0(string name, string readable) => Assert.Equal(readable, RustName.TryDemangle(name));

    [Theory]
    [InlineData("_ZN4core3fmt5write17h0123456789abcdefE", "core::fmt::write")]
    [InlineData("_ZN1a17h0123456789abcdefE.llvm.12", "a.llvm.12")]
    [InlineData("_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h0123456789abcdefE",
        "<T as core::convert::Into<U>>::into")]
    [InlineData("_ZN1a28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE", "a::{{closure}}")]
    [InlineData("_ZN33$SP$$BP$$RF$$LT$$GT$$LP$$RP$$C$.x17h0123456789abcdefE", "@*&<>(),.x")]
    [InlineData("_ZN9g$uf6$del17h0123456789abcdefE", "gödel")]
    [InlineData("_ZN5a$b$c17h0123456789abcdefE", "a$b$c")]
    [InlineData("_ZN9$u110000$17h0123456789abcdefE", "$u110000$")]
    [InlineData("_ZN4$u7$17h0123456789abcdefE", "$u7$")]
    public void Legacy_names(string name, string readable) => Assert.Equal(readable, RustName.TryDemangle(name));

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("_R")]
    [InlineData("vfs_write")]
    [InlineData("R")]
    [InlineData("__RNvC1a1b")]
    [InlineData("_R0NvC1a1b")] // a version to come
    [InlineData("_RNvC1a")]
    [InlineData("_RNvC1a2b")]
    [InlineData("_RNvC1a1bx")]
    [InlineData("_RNvC1a1bC1cC1d")] // one crate at most
    [InlineData("_RN3C1a1b")]
    [InlineData("_RNvC1a1-")]
    [InlineData("_RNvC1a1b c")]
    [InlineData("_RNvC1aé1b")]
    [InlineData("_RNvC1a99999999999999999999b")]
    [InlineData("_RNvCsZZZZZZZZZZZZ_1a1b")]
    [InlineData("_RIC1aB3_E")] // itself
    [InlineData("_RIC1aB9_E")] // what follows
    [InlineData("_RIC1aL0_E")] // bound by nothing
    [InlineData("_RIC1aFGzzzz_EuE")] // more lifetimes than it can speak of
    [InlineData("_RIC1aDNtC1b1cEE")] // no lifetime
    [InlineData("_RIC1aFKu1cEuE")]
    [InlineData("_RIC1aKj00_E")]
    [InlineData("_RIC1aKj_E")]
    [InlineData("_RIC1aKjA_E")]
    [InlineData("_RIC1aKjn1_E")] // a negative number without a sign
    [InlineData("_RIC1aKb2_E")]
    [InlineData("_RIC1aKcd800_E")]
    [InlineData("_RIC1aKc110000_E")]
    [InlineData("_RIC1aKe1_E")]
    [InlineData("_RNvC1au3b_c")]
    [InlineData("_RNvC1au1B1")]
    [InlineData("_RNvC1au5_99999")]
    [InlineData("_RNvC1au2fa")] // U+0085, which ends a line on some terminals
    [InlineData("_ZN3foo3barEv")] // C++
    [InlineData("_ZN3fooE")]
    [InlineData("_ZN17h0123456789abcdefE")]
    [InlineData("_ZN1a17h0123456789abcdegE")]
    [InlineData("_ZN1a17h0123456789abcdefEv")]
    [InlineData("_ZN1a17h0123456789abcdef")]
    [InlineData("_ZN9a17h0123456789abcdefE")]
    public void What_is_no_name_of_Rust(string name) => Assert.Null(RustName.TryDemangle(name));

    [Fact]
    public void How_deep_a_name_nests_has_a_limit()
    {
        Assert.Equal($"a::<{new string('&', 62)}u8>", RustName.TryDemangle($"_RIC1a{new string('R', 62)}hE"));
        Assert.Null(RustName.TryDemangle($"_RIC1a{new string('R', 63)}hE"));
        Assert.Null(RustName.TryDemangle("_R" + string.Concat(Enumerable.Repeat("Nv", 100_000)) + "C1a"));
    }

    [Fact]
    public void How_long_a_readable_name_is_has_a_limit()
    {
        string longest = new('b', RustName.MaxLength - 3);
        Assert.Equal($"a::{longest}", RustName.TryDemangle($"_RNvC1a{longest.Length}{longest}"));
        Assert.Null(RustName.TryDemangle($"_RNvC1a{longest.Length + 1}b{longest}"));
        Assert.Null(RustName.TryDemangle($"_RNvC1au{2 * longest.Length}{longest}{longest}"));
        Assert.Null(RustName.TryDemangle($"_ZN{longest.Length + 4}bbbb{longest}17h0123456789abcdefE"));
    }

    /// <summary>Each tuple is that before it twice: forty of them would be a name of 2^40 types, or a tree of as many nodes.</summary>
    [Theory]
    [InlineData("T", "E")]
    [InlineData("FKC", "Eu")]
    public void References_that_double_end(string open, string close)
    {
        StringBuilder name = new("_RIC1aTuuE");
        int last = 4;
        for (int i = 0; i < 40; i++)
        {
            int here = name.Length - 2;
            string back = $"B{Base62(last)}";
            name.Append(open).Append(back).Append(back).Append(close);
            last = here;
        }

        Assert.Null(RustName.TryDemangle(name.Append('E').ToString()));
    }

    /// <summary>What is not printed costs, too: a long disambiguator that is read again and again.</summary>
    [Fact]
    public void How_much_is_read_again_has_a_limit()
    {
        string number = new('0', 100_000);
        string references = string.Concat(Enumerable.Repeat("B3_", 1000));
        Assert.Null(RustName.TryDemangle($"_RIC1aNtCs{number}_00{references}E"));
    }

    [Theory]
    [InlineData("v0")]
    [InlineData("legacy")]
    public void Names_of_a_compiler_are_what_other_demanglers_make_of_them(string scheme)
    {
        string[] lines = File.ReadAllLines(Path.Combine(s_fixtures, scheme));
        Assert.True(lines.Length > 50);
        Assert.All(lines, line => Assert.Equal(line.Split('\t')[1], RustName.TryDemangle(line.Split('\t')[0])));
    }

    [Fact]
    public void All_names_of_a_kernel_are_what_another_demangler_makes_of_them()
    {
        Assert.SkipUnless(Directory.Exists(s_kernel), "no names of a kernel in ../shared/data/rust-names");
        string[] names = Decompress("mangled.txt.xz");
        Assert.Equal(Decompress("demangled.txt.xz"), names.Select(RustName.TryDemangle));
        Assert.Equal(3765, names.Length);
    }

    private static string[] Decompress(string name)
    {
        using Process xz = Process.Start(new ProcessStartInfo("xz", ["-dc", Path.Combine(s_kernel, name)]) { RedirectStandardOutput = true })!;
        string text = xz.StandardOutput.ReadToEnd();
        xz.WaitForExit();
        return text.TrimEnd('\n').Split('\n');
    }

    private static string Base62(int number)
    {
        const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        string text = "_";
        for (int rest = number - 1; number > 0; rest /= 62)
        {
            text = Digits[rest % 62] + text;
            if (rest < 62)
            {
                break;
            }
        }

        return text;
    }
}
