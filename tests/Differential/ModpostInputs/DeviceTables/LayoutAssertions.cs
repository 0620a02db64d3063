// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables;
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Differential.ModpostInputs.DeviceTables;

/// <summary>A C file that asserts what the tool's table says of the kernel's structures.</summary>
internal static class LayoutAssertions
{
    public static void Write(string release, string layout, TextWriter output)
    {
        RecordLayout wanted = Enum.Parse<RecordLayout>(layout, ignoreCase: true);
        ModpostRelease parsed = Enum.Parse<ModpostRelease>("Linux" + release.Replace(".", "", StringComparison.Ordinal));
        output.WriteLine("#include <linux/mod_devicetable.h>");
        foreach (DeviceTableType type in DeviceTableTypes.In(parsed))
        {
            string tag = type.Format.Struct;
            output.WriteLine($"_Static_assert(sizeof(struct {tag}) == {type.Format.Size[wanted]}, \"{type.Name}\");");
            foreach (DeviceField field in type.Format.Fields)
            {
                output.WriteLine($"_Static_assert(__builtin_offsetof(struct {tag}, {field.Name}) == {field.Offset[wanted]}, \"{type.Name}\");");
                output.WriteLine($"_Static_assert(sizeof(((struct {tag} *)0)->{field.Name}) == {field.Width[wanted]}, \"{type.Name}\");");
            }
        }
    }
}
