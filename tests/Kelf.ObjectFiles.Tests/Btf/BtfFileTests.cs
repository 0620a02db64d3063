// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Errors;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Btf;

/// <summary>Records of BTF in both byte orders, what continues another file, and what is malformed.</summary>
public sealed class BtfFileTests
{
    private static readonly ByteSource Source = new("vmlinux", ".BTF");

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void Records_are_read(ByteOrder order)
    {
        BtfBuilder builder = new(order);
        uint number = builder.Integer("int", 4, BtfEncoding.Signed);
        uint pointer = builder.Add(BtfKind.Pointer, "", number);
        uint array = builder.Add(BtfKind.Array, "", 0, 0, false, pointer, number, 7);
        uint plain = builder.Structure("s", 64, (number, "a", 0), (array, "", 64));
        uint packed = builder.Add(BtfKind.Union, "u", 4, 2, true, builder.Name("x"), number, (3 << 24) | 5, builder.Name("y"), number, 32);
        uint signed = builder.Add(BtfKind.Enumeration, "e", 4, 1, true, builder.Name("A"), 0xffff_ffff);
        uint unsigned = builder.Add(BtfKind.Enumeration, "f", 4, 1, false, builder.Name("B"), 0xffff_ffff);
        uint wide = builder.Add(BtfKind.Enumeration64, "g", 8, 1, false, builder.Name("C"), 2, 1);
        uint function = builder.Function("f", 0, (pointer, "p"), (0, ""));

        BtfFile file = BtfFile.Read(Region.Of(builder.Build(), Source));

        Assert.Equal((1u, function + 1), (file.FirstId, file.EndId));
        Assert.Equal(BtfKind.Void, file[0].Kind);
        Assert.Equal(("int", 4u, BtfEncoding.Signed), (Name(file, file[number].NameOffset), file[number].Value, file[number].Encoding()));
        Assert.Equal((BtfKind.Pointer, number), (file[pointer].Kind, file[pointer].Value));
        Assert.Equal(new BtfArray(pointer, number, 7), file[array].Array());
        Assert.Equal([(number, 0u, 0u), (array, 64u, 0u)], file[plain].Members().Select(member => (member.Type, member.BitOffset, member.BitSize)));
        Assert.Equal([("x", 5u, 3u), ("y", 32u, 0u)], file[packed].Members().Select(member => (Name(file, member.NameOffset), member.BitOffset, member.BitSize)));
        Assert.Equal(ulong.MaxValue, Assert.Single(file[signed].Enumerators()).Value);
        Assert.Equal(uint.MaxValue, Assert.Single(file[unsigned].Enumerators()).Value);
        Assert.Equal(0x1_0000_0002u, Assert.Single(file[wide].Enumerators()).Value);
        Assert.Equal([("p", pointer), ("", 0u)], file[file[function].Value].Parameters().Select(parameter => (Name(file, parameter.NameOffset), parameter.Type)));
    }

    [Fact]
    public void Ids_and_names_of_a_module_count_on()
    {
        BtfBuilder kernel = new(ByteOrder.Little);
        uint number = kernel.Integer("int", 4, BtfEncoding.Signed);
        BtfBuilder module = new(ByteOrder.Little, kernel);
        uint own = module.Structure("own", 4, (number, "x", 0));
        BtfFile below = BtfFile.Read(Region.Of(kernel.Build(), Source));

        BtfFile file = BtfFile.Read(Region.Of(module.Build(), Source), below);

        Assert.Equal((2u, 2u, 3u), (own, file.FirstId, file.EndId));
        Assert.Equal(("own", "int"), (Name(file, file[own].NameOffset), Name(file, file[number].NameOffset)));
        Assert.Equal("x", Name(file, Assert.Single(file[own].Members()).NameOffset));
    }

    [Theory]
    [InlineData(0, 0x12, ".BTF+0x0: no BTF: it begins with 0xeb12")]
    [InlineData(2, 2, ".BTF+0x2: BTF of version 2; version 1 is known")]
    [InlineData(4, 23, ".BTF+0x4: a BTF header of 23 bytes")]
    [InlineData(7, 1, ".BTF+0x4: a BTF header of 16777240 bytes")]
    [InlineData(8, 2, "types of BTF at the offset 0x2, which is not a multiple of 4")]
    [InlineData(13, 1, "outside")]
    [InlineData(24 + 7, 20, ".BTF+0x18: type 1 is of the kind 20, which is not known")]
    [InlineData(24 + 16 + 4, 2, "reaches outside of the types")]
    [InlineData(24 + 28, 1, "the strings of BTF do not begin with the empty one")]
    [InlineData(24 + 28 + 6, 1, "the last string of BTF does not end")]
    public void Damage_is_named(int offset, byte value, string message)
    {
        BtfBuilder builder = new(ByteOrder.Little);
        builder.Integer("a", 4);
        builder.Structure("b", 0);
        byte[] bytes = [.. builder.Build(), 0, 0];
        // Two strings, and their NULs.
        bytes[20] = 7;
        bytes[offset] = value;
        MalformedFileException error = Assert.Throws<MalformedFileException>(() => BtfFile.Read(Region.Of(bytes, Source)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_referred_to_has_to_be_there()
    {
        BtfBuilder builder = new(ByteOrder.Little);
        uint pointer = builder.Add(BtfKind.Pointer, "", 99);
        BtfFile file = BtfFile.Read(Region.Of(builder.Build(), Source));
        Assert.Contains("the type 99, and the last one is 1", Assert.Throws<MalformedFileException>(() => file[file[pointer].Value]).Message, StringComparison.Ordinal);
        Assert.Throws<MalformedFileException>(() => file.Name(1000).Length);
        Assert.Throws<InvalidOperationException>(() => file[pointer].Members().Count());
    }

    private static string Name(BtfFile file, uint offset) => Encoding.ASCII.GetString(file.Name(offset));
}
