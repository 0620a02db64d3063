// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Rules;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.DeviceTables;

/// <summary>
/// All types of device tables: the structures of <c>include/linux/mod_devicetable.h</c> and what each release makes of them. Sizes and
/// offsets are <c>64-bit/32-bit/m68k</c>; tests/Differential/device-tables.sh compares them with the headers of each release, by the
/// compiler of each target.
/// </summary>
public static class DeviceTableTypes
{
    private static readonly Dictionary<string, DeviceTableType>[] s_byRelease =
        [.. Enum.GetValues<ModpostRelease>().Select(release => In(release).ToDictionary(type => type.Name, StringComparer.Ordinal))];

    /// <summary>Every row, of all releases.</summary>
    public static IReadOnlyList<DeviceTableType> All => Rows.All;

    /// <summary>The types of a release.</summary>
    public static IEnumerable<DeviceTableType> In(ModpostRelease release) => All.Where(type => release >= type.First && release <= type.Last);

    /// <summary>The type of a name; null when a release has none.</summary>
    public static DeviceTableType? Find(string name, ModpostRelease release) => s_byRelease[(int)release].GetValueOrDefault(name);

    private static class Rows
    {
        public static readonly DeviceTableType[] All =
        [
            new("acpi", "acpi_device_id", "32/28", "id@0:s16 cls@24/20:4 cls_msk@28/24:4", format => new AcpiAlias(format)),
            new("amba", "amba_id", "16/12", "id@0:4 mask@4:4", format => new AmbaAlias(format)),
            new("ap", "ap_device_id", "16/8", "dev_type@2:1", "ap:t{dev_type}*") { Last = ModpostRelease.Linux612 },
            new("ap", "ap_device_id", "4", "dev_type@2:1", "ap:t{dev_type}*") { First = ModpostRelease.Linux73 },
            new("auxiliary", "auxiliary_device_id", "40/36", "name@0:s32", "auxiliary:{name}") { Last = ModpostRelease.Linux612 },
            new("auxiliary", "auxiliary_device_id", "48/44", "name@0:s40", "auxiliary:{name}") { First = ModpostRelease.Linux73 },
            new("bcma", "bcma_device_id", "6", "manuf@0:2 id@2:2 rev@4:1 class@5:1",
                "bcma:m{manuf!=FFFF}id{id!=FFFF}rev{rev!=FF}cl{class!=FF}~"),
            new("ccw", "ccw_device_id", "16/12", "match_flags@0:2 cu_type@2:2 dev_type@4:2 cu_model@6:1 dev_model@7:1",
                "ccw:t{cu_type?1}m{cu_model?2}dt{dev_type?4}dm{dev_model?8}~"),
            new("cdx", "cdx_device_id", "20",
                "vendor@0:2 device@2:2 subvendor@4:2 subdevice@6:2 class@8:4 class_mask@12:4 override_only@16:4",
                format => new CdxAlias(format)) { First = ModpostRelease.Linux612 },
            new("coreboot", "coreboot_device_id", "16/8", "tag@0:4", "coreboot:t{tag}") { First = ModpostRelease.Linux612 },
            new("cpu", "cpu_feature", "2", "feature@0:2", "cpu:type:*:feature:*{feature}*"),
            new("css", "css_device_id", "16/8/6", "type@1:1", "css:t{type:X}"),
            new("dfl", "dfl_device_id", "16/8", "type@0:2 feature_id@2:2", "dfl:t{type}f{feature_id}~"),
            new("dmi", "dmi_system_id", "344/332", "matches@16/8:u320", format => new DmiAlias(format)),
            new("eisa", "eisa_device_id", "16/12", "sig@0:s8", "eisa:s{sig}*"),
            new("fslmc", "fsl_mc_device_id", "18", "vendor@0:2 obj_type@2:s16", "fsl-mc:v{vendor:X8}d{obj_type}"),
            new("hdaudio", "hda_device_id", "32/20/18", "vendor_id@0:4 rev_id@4:4 api_version@8:1",
                "hdaudio:v{vendor_id!=0}r{rev_id!=0}a{api_version!=0}~"),
            new("hid", "hid_device_id", "24/16", "bus@0:2 group@2:2 vendor@4:4 product@8:4",
                "hid:b{bus!=FFFF}g{group!=0}v{vendor!=FFFFFFFF}p{product!=FFFFFFFF}"),
            new("i2c", "i2c_device_id", "32/24", "name@0:s20", "i2c:{name}"),
            new("i3c", "i3c_device_id", "16/12", "match_flags@0:1 dcr@1:1 manuf_id@2:2 part_id@4:2 extra_info@6:2",
                "i3c:dcr{dcr?1}manuf{manuf_id?2}part{part_id?4}ext{extra_info?8}"),
            new("ieee1394", "ieee1394_device_id", "32/24", "match_flags@0:4 vendor_id@4:4 model_id@8:4 specifier_id@12:4 version@16:4",
                "ieee1394:ven{vendor_id?1}mo{model_id?2}sp{specifier_id?4}ver{version?8}~"),
            new("input", "input_device_id", "200/164",
                "flags@0:8/4 bustype@8/4:2 vendor@10/6:2 product@12/8:2 version@14/10:2 evbit@16/12:u8/4 keybit@24/16:u96 "
                + "relbit@120/112:u8/4 absbit@128/116:u8 mscbit@136/124:u8/4 ledbit@144/128:u8/4 sndbit@152/132:u8/4 ffbit@160/136:u16 "
                + "swbit@176/152:u8/4",
                format => new InputAlias(format)),
            new("ipack", "ipack_device_id", "12/12/10", "format@0:1 vendor@4/4/2:4 device@8/8/6:4",
                "ipack:f{format!=FF}v{vendor!=FFFFFFFF}d{device!=FFFFFFFF}~"),
            new("isapnp", "isapnp_device_id", "16/12", "vendor@4:2 function@6:2", format => new IsapnpAlias(format)),
            new("ishtp", "ishtp_device_id", "24/20", "guid@0:u16", "ishtp:{{{guid:GUID}}}"),
            new("mcb", "mcb_device_id", "16/8/6", "device@0:2", "mcb:16z{device:D3}") { First = ModpostRelease.Linux73 },
            new("mdio", "mdio_device_id", "8", "phy_id@0:4 phy_id_mask@4:4", format => new MdioAlias(format)),
            new("mei", "mei_cl_device_id", "64/56/54", "name@0:s32 uuid@32:u16 version@48:1",
                "mei:{name!=}:{uuid:guid}:{version!=FF}:*"),
            new("mhi", "mhi_device_id", "40/36", "chan@0:s32", "mhi:{chan}"),
            new("mhi_ep", "mhi_device_id", "40/36", "chan@0:s32", "mhi_ep:{chan}"),
            new("mipscdmm", "mips_cdmm_device_id", "1", "type@0:1", "mipscdmm:t{type}*"),
            new("of", "of_device_id", "200/196", "name@0:s32 type@32:s32 compatible@64:s128", format => new OfAlias(format)),
            new("parisc", "parisc_device_id", "8", "hw_type@0:1 hversion_rev@1:1 hversion@2:2 sversion@4:4",
                "parisc:t{hw_type!=FF}hv{hversion!=FFFF}rev{hversion_rev!=FF}sv{sversion!=FFFFFFFF}~"),
            new("pci", "pci_device_id", "40/32",
                "vendor@0:4 device@4:4 subvendor@8:4 subdevice@12:4 class@16:4 class_mask@20:4 override_only@32/28:4",
                format => new PciAlias(format)),
            new("pcmcia", "pcmcia_device_id", "80/52/50",
                "match_flags@0:2 manf_id@2:2 card_id@4:2 func_id@6:1 function@7:1 device_no@8:1 prod_id_hash[0]@12/12/10:4 "
                + "prod_id_hash[1]@16/16/14:4 prod_id_hash[2]@20/20/18:4 prod_id_hash[3]@24/24/22:4",
                "pcmcia:m{manf_id?1}c{card_id?2}f{func_id?4}fn{function?8}pfn{device_no?100}pa{prod_id_hash[0]?10}"
                + "pb{prod_id_hash[1]?20}pc{prod_id_hash[2]?40}pd{prod_id_hash[3]?80}~"),
            new("platform", "platform_device_id", "32/24", "name@0:s20", "platform:{name}") { Last = ModpostRelease.Linux612 },
            new("platform", "platform_device_id", "32/28", "name@0:s24", "platform:{name}") { First = ModpostRelease.Linux73 },
            new("pnp", "pnp_device_id", "16/12", "id@0:s8", format => new PnpAlias(format)),
            new("pnp_card", "pnp_card_device_id", "80/76", "devs@16/12:u64", format => new PnpCardAlias(format)) { NameInMessages = "pnp" },
            new("rapidio", "rio_device_id", "8", "did@0:2 vid@2:2 asm_did@4:2 asm_vid@6:2",
                "rapidio:v{vid!=FFFF}d{did!=FFFF}av{asm_vid!=FFFF}ad{asm_did!=FFFF}~"),
            new("rpmsg", "rpmsg_device_id", "40/36", "name@0:s32", "rpmsg:{name}"),
            new("sdio", "sdio_device_id", "16/12/10", "class@0:1 vendor@2:2 device@4:2",
                "sdio:c{class!=FF}v{vendor!=FFFF}d{device!=FFFF}~"),
            new("sdw", "sdw_device_id", "16/12/10", "mfg_id@0:2 part_id@2:2 sdw_version@4:1 class_id@5:1",
                "sdw:m{mfg_id!=0}p{part_id!=0}v{sdw_version!=0}c{class_id!=0}~"),
            new("serio", "serio_device_id", "4", "type@0:1 extra@1:1 id@2:1 proto@3:1",
                "serio:ty{type!=FF}pr{proto!=FF}id{id!=FF}ex{extra!=FF}~"),
            new("slim", "slim_device_id", "16/12", "manf_id@0:2 prod_code@2:2", "slim:{manf_id:x}:{prod_code:x}:*")
            {
                First = ModpostRelease.Linux612,
            },
            new("spi", "spi_device_id", "40/36", "name@0:s32", "spi:{name}"),
            new("ssam", "ssam_device_id", "16/12/10",
                "match_flags@0:1 domain@1:1 category@2:1 target@3:1 instance@4:1 function@5:1",
                "ssam:d{domain}c{category}t{target?1}i{instance?2}f{function?4}"),
            new("ssb", "ssb_device_id", "6", "vendor@0:2 coreid@2:2 revision@4:1",
                "ssb:v{vendor!=FFFF}id{coreid!=FFFF}rev{revision!=FF}~"),
            new("tbsvc", "tb_service_id", "40/32/30",
                "match_flags@0:4 protocol_key@4:s9 protocol_id@16/16/14:4 protocol_version@20/20/18:4 protocol_revision@24/24/22:4",
                "tbsvc:k{protocol_key?1}p{protocol_id?2}v{protocol_version?4}r{protocol_revision?8}~"),
            new("tee", "tee_client_device_id", "16", "uuid@0:u16", "tee:{uuid:uuid}*"),
            new("typec", "typec_device_id", "16/8", "svid@0:2 mode@2:1", "typec:id{svid}m{mode!=7}") { Last = ModpostRelease.Linux612 },
            new("typec", "typec_device_id", "16/8", "svid@0:2", "typec:id{svid}") { First = ModpostRelease.Linux73 },
            new("ulpi", "ulpi_device_id", "16/8", "vendor@0:2 product@2:2", "ulpi:v{vendor:x4}p{product:x4}"),
            new("usb", "usb_device_id", "32/24",
                "match_flags@0:2 idVendor@2:2 idProduct@4:2 bcdDevice_lo@6:2 bcdDevice_hi@8:2 bDeviceClass@10:1 bDeviceSubClass@11:1 "
                + "bDeviceProtocol@12:1 bInterfaceClass@13:1 bInterfaceSubClass@14:1 bInterfaceProtocol@15:1 bInterfaceNumber@16:1",
                format => new UsbAlias(format)),
            new("vchiq", "vchiq_device_id", "32", "name@0:s32", "vchiq:{name}") { First = ModpostRelease.Linux612 },
            new("vio", "vio_device_id", "64", "type@0:s32 compat@32:s32", "vio:T{type!=:_}S{compat!=:_}~"),
            new("virtio", "virtio_device_id", "8", "device@0:4 vendor@4:4", "virtio:d{device!=FFFFFFFF}v{vendor!=FFFFFFFF}~"),
            new("vmbus", "hv_vmbus_device_id", "24/20", "guid@0:u16", "vmbus:{guid:digits}"),
            new("wmi", "wmi_device_id", "48/44/42", "guid_string@0:s37", format => new WmiAlias(format)),
            new("x86cpu", "x86_cpu_id", "24/16", "vendor@0:2 family@2:2 model@4:2 feature@8:2", format => new X86CpuAlias(format))
            {
                Last = ModpostRelease.Linux612,
            },
            new("x86cpu", "x86_cpu_id", "24/20/18", "vendor@0:2 family@2:2 model@4:2 feature@8:2", format => new X86CpuAlias(format))
            {
                First = ModpostRelease.Linux73,
            },
            new("zorro", "zorro_device_id", "16/8", "id@0:4", "zorro:i{id!=FFFFFFFF}"),
        ];
    }
}
