// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Seeds;

/// <summary>Names as Rust mangles them, of every production of the grammar.</summary>
internal static class RustNameSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        yield return new Seed("rust-names/v0", """
            _RNvMs_C1aNtB4_1b1c.cold
            _RNCNvXs0_C1aNtB5_1bNtYhNtC1a1c1d0C3bcd
            _RINvC1a1bAhj7_ShTEThETheERhQL_hPhOhFG0_RL1_hUKChEzFK8C_unwindEuE
            _RIC1aDINtC1b1chEp1dhp1eaEL_FG_DNtC1b1cEL0_EuRhB4_E
            _RIC1aKan80_Kb1_Kc1f600_Koffffffffffffffffff_KpKBg_E
            _RNvC1au8gdel_5qa
            """u8.ToArray());
        yield return new Seed("rust-names/legacy", """
            _ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h0123456789abcdefE.llvm.12
            _ZN1a28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE
            """u8.ToArray());
        yield return new Seed("rust-names/doubling", "_RIC1aTuuETB3_B3_ETB8_B8_ETBg_Bg_ETBo_Bo_ETBw_Bw_ETBE_BE_ETBM_BM_ETBU_BU_EE\n_RIC1aFKCuuEuFKCB3_B3_EuFKCBa_Ba_EuFKCBk_Bk_EuE"u8.ToArray());
    }
}
