// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables;
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.DeviceTables;

/// <summary>The alias of each type, in all layouts and byte orders.</summary>
public sealed class AliasTests
{
    [Theory]
    [MemberData(nameof(AliasRows.Rows), MemberType = typeof(AliasRows))]
    public void A_record_makes_its_aliases(AliasRow row)
    {
        DeviceTableType type = DeviceTableTypes.Find(row.Type, row.Release)!;
        foreach (RecordLayout layout in Enum.GetValues<RecordLayout>())
        {
            foreach (ByteOrder order in Enum.GetValues<ByteOrder>())
            {
                byte[] record = TableObject.Record(type, layout, order, row.Fields);
                TableObject.Result result = TableObject.Read(
                    row.Release, row.Type, [.. record, .. new byte[record.Length]], layout, order);
                Assert.Equal((layout, order, row.Aliases), (layout, order, string.Join(' ', result.Texts)));
                Assert.Empty(result.Messages);
            }
        }
    }

    [Fact]
    public void Every_type_of_every_release_has_rows()
    {
        foreach (ModpostRelease release in Enum.GetValues<ModpostRelease>())
        {
            // DmiAliasTests has those of the one type whose records depend on the byte order.
            Assert.Equal(["dmi"], DeviceTableTypes.In(release).Select(type => type.Name).Except(AliasRows.All.Select(row => row.Type)));
        }
    }

    [Theory]
    [InlineData(ModpostRelease.Linux73, 57)]
    [InlineData(ModpostRelease.Linux612, 56)]
    [InlineData(ModpostRelease.Linux61, 52)]
    public void Number_of_types(ModpostRelease release, int count) => Assert.Equal(count, DeviceTableTypes.In(release).Count());

    [Theory]
    [InlineData("mcb", ModpostRelease.Linux612)]
    [InlineData("cdx", ModpostRelease.Linux61)]
    [InlineData("slim", ModpostRelease.Linux61)]
    [InlineData("vchiq", ModpostRelease.Linux61)]
    [InlineData("coreboot", ModpostRelease.Linux61)]
    [InlineData("PCI", ModpostRelease.Linux73)]
    public void Types_that_a_release_does_not_know(string type, ModpostRelease release) => Assert.Null(DeviceTableTypes.Find(type, release));
}
