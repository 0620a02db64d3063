// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Differential.ModpostInputs.DeviceTables;

/// <summary>The types of device tables, with their structures: written down here a second time, from the kernel's documentation.</summary>
internal static class TableTypes
{
    private const string Names =
        "acpi amba:amba_id ap auxiliary bcma ccw cdx coreboot cpu:cpu_feature css dfl dmi:dmi_system_id eisa fslmc:fsl_mc_device_id "
        + "hdaudio:hda_device_id hid i2c i3c ieee1394 input ipack isapnp ishtp mcb mdio mei:mei_cl_device_id mhi mhi_ep:mhi_device_id "
        + "mipscdmm:mips_cdmm_device_id of parisc pci pcmcia platform pnp pnp_card rapidio:rio_device_id rpmsg sdio sdw serio slim spi ssam "
        + "ssb tbsvc:tb_service_id tee:tee_client_device_id typec ulpi usb vchiq vio virtio vmbus:hv_vmbus_device_id wmi x86cpu:x86_cpu_id "
        + "zorro";

    // The longest text of each field that has one: its size, less the NUL.
    private static readonly Dictionary<string, int> s_texts = new()
    {
        ["acpi_device_id.id"] = 15, ["auxiliary_device_id.name"] = 31, ["eisa_device_id.sig"] = 7, ["fsl_mc_device_id.obj_type"] = 15,
        ["i2c_device_id.name"] = 19, ["mei_cl_device_id.name"] = 31, ["mhi_device_id.chan"] = 31, ["of_device_id.name"] = 31,
        ["of_device_id.type"] = 31, ["of_device_id.compatible"] = 127, ["platform_device_id.name"] = 19, ["pnp_device_id.id"] = 7,
        ["rpmsg_device_id.name"] = 31, ["spi_device_id.name"] = 31, ["tb_service_id.protocol_key"] = 8, ["vchiq_device_id.name"] = 31,
        ["vio_device_id.type"] = 31, ["vio_device_id.compat"] = 31, ["wmi_device_id.guid_string"] = 36,
    };

    public static IReadOnlyList<(string Name, string Struct)> All { get; } =
        [.. Names.Split(' ').Select(name => name.Split(':')).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : parts[0] + "_device_id"))];

    /// <summary>The longest text of a field; null when it has none.</summary>
    public static int? LongestText(string structTag, string field) => s_texts.TryGetValue($"{structTag}.{field}", out int length) ? length : null;
}
