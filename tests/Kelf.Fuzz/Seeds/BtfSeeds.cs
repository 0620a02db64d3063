// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

namespace Kelf.Fuzz.Seeds;

/// <summary>BTF with a type of each kind that functions reach.</summary>
internal static class BtfSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        yield return new Seed("btf/little", Make(ByteOrder.Little));
        yield return new Seed("btf/big", Make(ByteOrder.Big));
    }

    private static byte[] Make(ByteOrder order)
    {
        BtfBuilder btf = new(order);
        uint number = btf.Integer("long unsigned int", 8), character = btf.Integer("char", 1, BtfEncoding.Signed);
        uint text = btf.Add(BtfKind.Pointer, "", btf.Add(BtfKind.TypeTag, "user", btf.Add(BtfKind.Const, "", character)));
        uint inner = btf.Structure("", 8, (number, "q", 0));
        uint array = btf.Add(BtfKind.Array, "", 0, 0, false, number, number, 3);
        uint flags = btf.Add(BtfKind.Union, "bits", 8, 2, true, btf.Name("a"), number, (3 << 24) | 5, btf.Name("b"), number, 0);
        uint own = btf.Structure("s", 56, (text, "name", 0), (inner, "", 64), (array, "d", 128), (flags, "f", 320), (btf.Add(BtfKind.Pointer, "", 8), "next", 384));
        uint opaque = btf.Add(BtfKind.Pointer, "", btf.Add(BtfKind.Forward, "fwd", 0));
        uint color = btf.Add(BtfKind.Enumeration, "color", 4, 2, true, btf.Name("RED"), 0, btf.Name("NONE"), 0xffff_ffff);
        uint wide = btf.Add(BtfKind.Enumeration64, "wide", 8, 1, false, btf.Name("BIG"), 0, 1);
        uint call = btf.Add(BtfKind.Pointer, "", btf.Add(BtfKind.Prototype, "", number, 1, false, 0, wide));
        btf.Function("f", btf.Add(BtfKind.Typedef, "s_t", own), (opaque, "o"), (color, "c"), (call, "call"), (0, ""));
        btf.Add(BtfKind.Variable, "v", btf.Add(BtfKind.Volatile, "", btf.Add(BtfKind.Float, "double", 8)), parts: 1);
        return btf.Build();
    }
}
