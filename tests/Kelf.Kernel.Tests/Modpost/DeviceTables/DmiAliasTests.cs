// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.DeviceTables;
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.DeviceTables;

public sealed class DmiAliasTests
{
    [Fact]
    public void The_slot_is_a_bit_field_of_the_target()
    {
        foreach (ByteOrder order in Enum.GetValues<ByteOrder>())
        {
            byte[] table = Table(RecordLayout.Lp64, order, (7, "Product: X 1"), (1, "LENOVO"));
            Assert.Equal(["dmi*:bvn*LENOVO*:pn*ProductX1*:"], TableObject.Read(ModpostRelease.Linux73, "dmi", table, order: order).Texts);
        }
    }

    [Fact]
    public void Every_slot_has_its_name_and_the_order_is_that_of_names()
    {
        (byte, string)[][] groups = [[(20, "a"), (8, "b"), (2, "c"), (3, "d")], [(4, "e"), (5, "f"), (6, "g"), (13, "h")],
            [(14, "i"), (15, "j"), (18, "k"), (19, "l")], [(0, "x"), (9, "y"), (12, "z"), (7, "m\u00e9\u007f")]];
        string[] expected = ["dmi*:bvr*c*:bd*d*:pvr*b*:cvr*a*:", "dmi*:br*e*:efr*f*:svn*g*:rvn*h*:", "dmi*:rn*i*:rvr*j*:cvn*k*:ct*l*:", "dmi*:pn*m*:"];
        Assert.Equal(expected, groups.Select(group => TableObject.Read(
            ModpostRelease.Linux73, "dmi", Table(RecordLayout.Ilp32, ByteOrder.Big, group), RecordLayout.Ilp32, ByteOrder.Big).Texts.Single()));
    }

    [Fact]
    public void The_same_slot_twice_is_named_twice_in_the_order_of_matches()
    {
        byte[] table = Table(RecordLayout.Lp64, ByteOrder.Little, (4, "b"), (1, "x"), (4, "a"));
        Assert.Equal(["dmi*:bvn*x*:br*b*:br*a*:"], TableObject.Read(ModpostRelease.Linux73, "dmi", table).Texts);
    }

    [Fact]
    public void An_exact_match_is_a_match()
    {
        byte[] table = Table(RecordLayout.Lp64, ByteOrder.Little, (4, "b"));
        table[16] |= 0x80;
        Assert.Equal(["dmi*:br*b*:"], TableObject.Read(ModpostRelease.Linux73, "dmi", table).Texts);
    }

    // Three names of four bytes with a text and a star each make 250 bytes or more; the fourth passes 255, or does not.
    [Theory]
    [InlineData(77, 0, null)]
    [InlineData(78, 0, "alias buffer (256) overflow on append (need 1, have 1)")]
    [InlineData(77, 1, "alias buffer (256) overflow on append (need 1, have 1)")]
    [InlineData(79, 0, "dmi_ascii_filter: alias buffer overflow")]
    public void Only_7_3_ends_the_run_for_what_is_long(int third, int fourth, string? message)
    {
        byte[] table = Table(RecordLayout.Lp64, ByteOrder.Little,
            [(3, new string('a', 78)), (3, new string('b', 78)), (3, new string('c', third)), (3, new string('d', fourth + 2))]);
        TableObject.Result result = TableObject.Read(ModpostRelease.Linux73, "dmi", table);
        Assert.Equal(message is null ? 1 : 0, result.Aliases.Count);
        Assert.Equal(message, result.Messages.Where(item => item.Level == MessageLevel.Fatal).Select(item => item.Text).SingleOrDefault());
        Assert.Single(TableObject.Read(ModpostRelease.Linux612, "dmi", table).Aliases);
    }

    // A table of one record.
    private static byte[] Table(RecordLayout layout, ByteOrder order, params (byte Slot, string Text)[] matches)
    {
        RecordFormat format = DeviceTableTypes.Find("dmi", ModpostRelease.Linux73)!.Format;
        byte[] table = new byte[2 * format.Size[layout]];
        for (int i = 0; i < matches.Length; i++)
        {
            Span<byte> match = table.AsSpan(format.Field("matches").Offset[layout] + i * 80, 80);
            match[0] = order == ByteOrder.Little ? matches[i].Slot : (byte)(matches[i].Slot << 1);
            Encoding.Latin1.GetBytes(matches[i].Text).CopyTo(match[1..]);
        }

        return table;
    }
}
