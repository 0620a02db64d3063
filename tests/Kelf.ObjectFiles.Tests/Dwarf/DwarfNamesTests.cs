// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class DwarfNamesTests
{
    [Theory]
    [InlineData(DwTag.Member, "DW_TAG_member")]
    [InlineData(DwTag.PtrToMemberType, "DW_TAG_ptr_to_member_type")]
    [InlineData(DwTag.GnuTemplateParameterPack, "DW_TAG_GNU_template_parameter_pack")]
    [InlineData(DwTag.LlvmAnnotation, "DW_TAG_LLVM_annotation")]
    [InlineData((DwTag)0x4242, "DW_TAG_0x4242")]
    public void Tags(DwTag tag, string name) => Assert.Equal(name, DwarfNames.Of(tag));

    [Theory]
    [InlineData(DwAttribute.Name, "DW_AT_name")]
    [InlineData(DwAttribute.DataMemberLocation, "DW_AT_data_member_location")]
    [InlineData(DwAttribute.GnuDwoName, "DW_AT_GNU_dwo_name")]
    [InlineData((DwAttribute)0x4242, "DW_AT_0x4242")]
    public void Attributes(DwAttribute attribute, string name) => Assert.Equal(name, DwarfNames.Of(attribute));
}
