// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.DeviceTables.Records;

/// <summary>A structure of the kernel's <c>mod_devicetable.h</c>: what is read of it.</summary>
/// <param name="Struct">Its tag, without <c>struct</c>.</param>
/// <param name="Size">Its size.</param>
/// <param name="Fields">The fields that are read.</param>
public sealed record RecordFormat(string Struct, LayoutBytes Size, IReadOnlyList<DeviceField> Fields)
{
    /// <summary>The field of a name.</summary>
    /// <exception cref="ArgumentException">There is none: a fault in the table of types.</exception>
    public DeviceField Field(string name) =>
        Fields.FirstOrDefault(field => field.Name == name)
        ?? throw new ArgumentException($"struct {Struct} has no field {name}", nameof(name));
}
