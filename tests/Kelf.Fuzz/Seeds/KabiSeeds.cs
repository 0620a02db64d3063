// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;

namespace Kelf.Fuzz.Seeds;

/// <summary>What kernels export, in every form that is read.</summary>
internal static class KabiSeeds
{
    private static ReadOnlySpan<byte> Gendwarfksyms => """
        dev_register subprogram ( formal_parameter pointer_type { s#dev } byte_size(8) d , formal_parameter t#u32 mode ) -> base_type int byte_size(4) encoding(5)
        e#color enumeration_type color { enumerator RED = 0 , enumerator GREEN = 5 } byte_size(4)
        glob variable array_type[4] { const_type { e#color } }
        s#dev structure_type dev { member pointer_type { const_type { base_type char byte_size(1) encoding(6) } } byte_size(8) name data_member_location(0) , member t#u32 flags bit_size(3) data_bit_offset(64) , member union_type { member e#color c data_member_location(0) , member subroutine_type ( formal_parameter s#opaque ) -> base_type void __kabi_reserved data_member_location(0) } byte_size(4) data_member_location(12) } byte_size(16) alignment(8)
        s#opaque structure_type opaque { }
        s#'a::B<u8, C>' structure_type a::B<u8, C> { variant_part { member t#u32 data_member_location(0) , variant { member t#u32 x data_member_location(4) } discr_value(0) } } byte_size(8)
        t#u32 typedef_type u32 { base_type unsigned int byte_size(4) encoding(7) }
        use variable s#'a::B<u8, C>'
        """u8;

    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        yield return new Seed("kabi/gendwarfksyms", Gendwarfksyms.ToArray());
        yield return new Seed("kabi/genksyms", """
            e#mode enum mode { OFF , ON = 5 , AUTO }
            t#u32 typedef unsigned int u32
            E#BOUND ( 3 ) + 1
            s#dev struct dev { const char * name ; e#mode m ; t#u32 a : 3 , b ; struct { int x [ E#BOUND ] ; } ; int ( * cb ) ( s#dev * , ... ) ; }
            dev_open extern int dev_open ( s#dev * , t#u32 , ... )
            dev_count int dev_count [ 4 ]
            """u8.ToArray());
        yield return new Seed("kabi/consolidated", "/* a */\ns#x struct x { int a ; }\nf int f ( s#x * )\n\n/* b */\ns##x\ng void g ( s#x )\nh extern s#x h [ 4 ]\n"u8.ToArray());
        yield return new Seed("kabi/variants", "s#x@0 struct x { int a ; }\ns#x@1 struct x { UNKNOWN }\nf int f ( s#x * )\ng int g ( s#x * )\nF#a s#x@0 f\nF#b s#x@1 g\n"u8.ToArray());
        yield return new Seed("kabi/symvers", "0x00000001\tf\tvmlinux\tEXPORT_SYMBOL\t\n0x00000002\tg\tfs/fat\tEXPORT_SYMBOL_GPL\tmodule:a,b*\n0x00000003\th\tfs/fat\tEXPORT_SYMBOL\tNAMES\n"u8.ToArray());
        yield return new Seed("kabi/snapshot", Snapshot());
        yield return new Seed("kabi/rules", "TYPE dev PASS reason=\"a b\"\nKIND member-* WARN # x\nCHANGE 0123456789abcdef PASS\nfs/* FAIL\nh PASS\nvmlinux WARN\n"u8.ToArray());
    }

    private static byte[] Snapshot()
    {
        SnapshotParts parts = new(new RecordTable());
        parts.Add(new CorpusReader(parts.Table).Read(Gendwarfksyms, "symtypes"));
        ByteBuilder bytes = new();
        SnapshotWriter.Write(parts.Build("kernel"), bytes);
        return bytes.Bytes.ToArray();
    }
}
