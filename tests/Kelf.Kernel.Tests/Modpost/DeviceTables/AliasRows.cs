// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Releases;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.DeviceTables;

/// <summary>A record, and the aliases that it makes.</summary>
public sealed record AliasRow(string Type, string Fields, string Aliases, ModpostRelease Release = ModpostRelease.Linux73)
{
    public override string ToString() => $"{Type} ({Release}): {Fields}";
}

/// <summary>
/// Records of all types, each with and without its wildcards. The worked examples of 7.3 were compared with the original; what is
/// random is in device-tables.sh.
/// </summary>
internal static class AliasRows
{
    public static IReadOnlyList<AliasRow> All { get; } =
    [
        new("acpi", "id='PNP0a03' cls=c0300 cls_msk=ffff00", "acpi*:PNP0a03:*"),
        new("acpi", "cls=c0300 cls_msk=ffff00", "acpi*:0c03??:*"),
        new("acpi", "cls=ABCDEF cls_msk=010001", "acpi*:ab??ef:*"),
        new("amba", "id=1 mask=fffffff9", "amba:d0000000[1357]"),
        new("amba", "id=0 mask=f7f71f0f", "amba:d0[08]0[08][02468ACE]0?0"),
        new("amba", "id=ABC mask=ffffffff", "amba:d00000ABC"),
        new("ap", "dev_type=b", "ap:t0B*"),
        new("ap", "dev_type=b", "ap:t0B*", ModpostRelease.Linux612),
        new("auxiliary", "name='mlx5_core.eth'", "auxiliary:mlx5_core.eth"),
        new("auxiliary", "name='mlx5_core.eth'", "auxiliary:mlx5_core.eth", ModpostRelease.Linux61),
        new("bcma", "manuf=4bf id=800 rev=ff class=ff", "bcma:m04BFid0800rev*cl*"),
        new("bcma", "manuf=ffff id=ffff rev=1 class=2", "bcma:m*id*rev01cl02*"),
        new("ccw", "match_flags=f cu_type=3990 cu_model=e9 dev_type=3390 dev_model=0c", "ccw:t3990mE9dt3390dm0C*"),
        new("ccw", "match_flags=6 cu_type=3990 cu_model=e9 dev_type=3390 dev_model=0c", "ccw:t*mE9dt3390dm*"),
        new("cdx", "vendor=10ee device=8084 subvendor=ffff subdevice=1 class=20000 class_mask=ffffff override_only=0",
            "cdx:v10EEd8084sv*sd0001c00020000"),
        new("cdx", "vendor=ffff device=ffff subvendor=2 subdevice=ffff class=20000 class_mask=ffff00 override_only=1",
            "vfio_cdx:v*d*sv0002sd*c*"),
        new("coreboot", "tag=43415442", "coreboot:t43415442"),
        new("cpu", "feature=1a", "cpu:type:*:feature:*001A*"),
        new("css", "type=2", "css:t2"),
        new("css", "type=ab", "css:tAB"),
        new("dfl", "type=1 feature_id=2f", "dfl:t0001f002F*"),
        new("eisa", "sig='TCM5093'", "eisa:sTCM5093*"),
        new("fslmc", "vendor=1957 obj_type='dpni'", "fsl-mc:v00001957ddpni"),
        new("hdaudio", "vendor_id=10ec0269 rev_id=100001 api_version=1", "hdaudio:v10EC0269r00100001a01*"),
        new("hdaudio", "", "hdaudio:v*r*a*"),
        new("hid", "bus=3 group=0 vendor=1234 product=ffffffff", "hid:b0003g*v00001234p*"),
        new("hid", "bus=ffff group=1 vendor=ffffffff product=2", "hid:b*g0001v*p00000002"),
        new("i2c", "name='lm75'", "i2c:lm75"),
        new("i3c", "match_flags=f dcr=62 manuf_id=104 part_id=a extra_info=1", "i3c:dcr62manuf0104part000Aext0001"),
        new("i3c", "match_flags=2 dcr=62 manuf_id=104 part_id=a extra_info=1", "i3c:dcr*manuf0104part*ext*"),
        new("ieee1394", "match_flags=5 vendor_id=a02d model_id=102 specifier_id=a02d version=102", "ieee1394:ven0000A02Dmo*sp0000A02Dver*"),
        new("ieee1394", "match_flags=8 version=102", "ieee1394:ven*mo*sp*ver00000102*"),
        new("input", "flags=3f bustype=11 vendor=1 product=2 version=3 evbit#1 evbit#1f keybit#110 keybit#3f keybit#71 keybit#2ff",
            "input:b0011v0001p0002e0003-e*1,*1F,*k*71,*110,*2FF,*r*a*m*l*s*f*w*"),
        new("input", "flags=1fc0 relbit#0 relbit#f absbit#0 absbit#3f mscbit#7 ledbit#f sndbit#1 ffbit#0 ffbit#7f swbit#0 swbit#11",
            "input:b*v*p*e*-e*k*r*0,*F,*a*0,*3F,*m*7,*l*F,*s*1,*f*0,*7F,*w*0,*11,*"),
        new("input", "evbit#1 keybit#110 swbit#0", "input:b*v*p*e*-e*k*r*a*m*l*s*f*w*"),
        new("ipack", "format=1 vendor=f0 device=ffffffff", "ipack:f01v000000F0d*"),
        new("ipack", "format=ff vendor=ffffffff device=48", "ipack:f*v*d00000048*"),
        new("isapnp", "vendor=8c0e function=2100", "pnp:dCTL0021*"),
        new("isapnp", "vendor=ffff function=fedc", "pnp:d\u007f__dcfe*"),
        new("ishtp", "guid=:000102030405060708090A0B0C0D0EAF", "ishtp:{03020100-0504-0706-0809-0A0B0C0D0EAF}"),
        new("mcb", "device=5", "mcb:16z005"),
        new("mcb", "device=ffff", "mcb:16z65535"),
        new("mdio", "phy_id=01410cc0 phy_id_mask=fffffff0", "mdio:0000000101000001000011001100????"),
        new("mei", "uuid=:2D0102030405060708090A0B0C0D0E0F version=ff",
            "mei:*:0302012d-0504-0706-0809-0a0b0c0d0e0f:*:*"),
        new("mei", "name='hdcp' version=1", "mei:hdcp:00000000-0000-0000-0000-000000000000:01:*"),
        new("mhi", "chan='IPCR'", "mhi:IPCR"),
        new("mhi_ep", "chan='IP_SW0'", "mhi_ep:IP_SW0"),
        new("mipscdmm", "type=fd", "mipscdmm:tFD*"),
        new("of", "compatible='acme,widget v2'", "of:N*T*Cacme,widget_v2 of:N*T*Cacme,widget_v2C*"),
        new("of", "name='cpu' type='net work' compatible='x'", "of:NcpuTnet_work*Cx of:NcpuTnet_work*CxC*"),
        new("of", "name='cpu'", "of:NcpuT* of:NcpuT*C*"),
        new("parisc", "hw_type=4 hversion=ffff hversion_rev=ff sversion=a", "parisc:t04hv*rev*sv0000000A*"),
        new("parisc", "hw_type=ff hversion=1 hversion_rev=2 sversion=ffffffff", "parisc:t*hv0001rev02sv*"),
        new("pci", "vendor=8086 device=ffffffff subvendor=1 subdevice=2 class=20000 class_mask=ffff00",
            "pci:v00008086d*sv00000001sd00000002bc02sc00i*"),
        new("pci", "vendor=ffffffff device=1 subvendor=ffffffff subdevice=ffffffff class=10203 class_mask=ffffff override_only=1",
            "vfio_pci:v*d00000001sv*sd*bc01sc02i03*"),
        new("pcmcia", "match_flags=1ff manf_id=101 card_id=589 func_id=6 function=1 device_no=2 prod_id_hash[0]=1 prod_id_hash[1]=2 "
            + "prod_id_hash[2]=3 prod_id_hash[3]=abcdef01", "pcmcia:m0101c0589f06fn01pfn02pa00000001pb00000002pc00000003pdABCDEF01*"),
        new("pcmcia", "match_flags=80 prod_id_hash[3]=abcdef01", "pcmcia:m*c*f*fn*pfn*pa*pb*pc*pdABCDEF01*"),
        new("platform", "name='dwc3-haps'", "platform:dwc3-haps"),
        new("platform", "name='dwc3-haps'", "platform:dwc3-haps", ModpostRelease.Linux61),
        new("pnp", "id='PNP0a03'", "pnp:dPNP0a03* acpi*:PNP0A03:*"),
        new("pnp_card", "devs=:504E503061303300435443303030310000", "pnp:dPNP0a03* acpi*:PNP0A03:* pnp:dCTC0001* acpi*:CTC0001:*"),
        new("rapidio", "did=500 vid=38 asm_did=ffff asm_vid=ffff", "rapidio:v0038d0500av*ad*"),
        new("rapidio", "did=ffff vid=ffff asm_did=1 asm_vid=2", "rapidio:v*d*av0002ad0001*"),
        new("rpmsg", "name='rpmsg-raw'", "rpmsg:rpmsg-raw"),
        new("sdio", "class=7 vendor=2d0 device=ffff", "sdio:c07v02D0d*"),
        new("sdio", "class=ff vendor=ffff device=a94d", "sdio:c*v*dA94D*"),
        new("sdw", "mfg_id=25d part_id=711 sdw_version=3 class_id=1", "sdw:m025Dp0711v03c01*"),
        new("sdw", "", "sdw:m*p*v*c*"),
        new("serio", "type=2 extra=ff id=ff proto=3", "serio:ty02pr03id*ex*"),
        new("serio", "type=ff extra=1 id=2 proto=ff", "serio:ty*pr*id02ex01*"),
        new("slim", "manf_id=217 prod_code=1a0", "slim:217:1a0:*"),
        new("spi", "name='m25p80'", "spi:m25p80"),
        new("ssam", "match_flags=7 domain=1 category=2 target=3 instance=4 function=5", "ssam:d01c02t03i04f05"),
        new("ssam", "match_flags=2 domain=1 category=2 target=3 instance=4 function=5", "ssam:d01c02t*i04f*"),
        new("ssb", "vendor=4243 coreid=812 revision=ff", "ssb:v4243id0812rev*"),
        new("ssb", "vendor=ffff coreid=ffff revision=b", "ssb:v*id*rev0B*"),
        new("tbsvc", "match_flags=f protocol_key='network' protocol_id=1 protocol_version=2 protocol_revision=3",
            "tbsvc:knetworkp00000001v00000002r00000003*"),
        new("tbsvc", "match_flags=2 protocol_key='network' protocol_id=1 protocol_version=2 protocol_revision=3", "tbsvc:k*p00000001v*r*"),
        new("tee", "uuid=:000102030405060708090A0B0C0D0E0F", "tee:00010203-0405-0607-0809-0a0b0c0d0e0f*"),
        new("typec", "svid=ff01", "typec:idFF01"),
        new("typec", "svid=ff01", "typec:idFF01m00", ModpostRelease.Linux612),
        new("typec", "svid=ff01 mode=7", "typec:idFF01m*", ModpostRelease.Linux612),
        new("typec", "svid=ff01 mode=1f", "typec:idFF01m1F", ModpostRelease.Linux61),
        new("ulpi", "vendor=451 product=150a", "ulpi:v0451p150a"),
        new("usb", "match_flags=f idVendor=46d idProduct=2 bcdDevice_lo=107 bcdDevice_hi=312", Usb(
            "usb:v046Dp0002d010[7-9]", "usb:v046Dp0002d031[0-2]", "usb:v046Dp0002d01[1-9]*", "usb:v046Dp0002d030*", "usb:v046Dp0002d02*")),
        new("usb", "match_flags=b idVendor=46d idProduct=3 bcdDevice_lo=500 bcdDevice_hi=a1f",
            Usb("usb:v046Dp0003d0A[0-1]*", "usb:v046Dp0003d0[0-9]*")),
        new("usb", "match_flags=7 idVendor=46d idProduct=4 bcdDevice_lo=9998", Usb("usb:v046Dp0004d999[8-9]", "usb:v046Dp0004d*")),
        new("usb", "match_flags=3f3 idVendor=46d idProduct=5 bDeviceClass=1 bDeviceSubClass=2 bDeviceProtocol=3 bInterfaceClass=4 "
            + "bInterfaceSubClass=5 bInterfaceProtocol=6 bInterfaceNumber=7", "usb:v046Dp0005d*dc01dsc02dp03ic04isc05ip06in*"),
        new("usb", "match_flags=400 bInterfaceClass=1 bInterfaceNumber=7", "usb:v*p*d*dc*dsc*dp*ic*isc*ip*in07*"),
        new("usb", "match_flags=7f3 bInterfaceNumber=7", ""),
        new("vchiq", "name='bcm2835-audio'", "vchiq:bcm2835-audio"),
        new("vio", "type='network' compat='IBM,l lan'", "vio:TnetworkSIBM,l_lan*"),
        new("vio", "", "vio:T*S*"),
        new("virtio", "device=1 vendor=ffffffff", "virtio:d00000001v*"),
        new("virtio", "device=ffffffff vendor=2", "virtio:d*v00000002*"),
        new("vmbus", "guid=:635161F83EDFC546913FF2D2F965ED0E", "vmbus:635161f83edfc546913ff2d2f965ed0e"),
        new("wmi", "guid_string='8d9ddcbc-a997-11da-b012-b622a1ef5492'", "wmi:8D9DDCBC-A997-11DA-B012-B622A1EF5492"),
        new("wmi", "guid_string='8d9ddcbc-a997-11da-b012-b622a1ef549g'", "wmi:8d9ddcbc-a997-11da-b012-b622a1ef549g", ModpostRelease.Linux612),
        new("x86cpu", "vendor=ffff feature=3f", "cpu:type:x86,ven*fam*mod*:feature:*003F*"),
        new("x86cpu", "vendor=0 family=6 model=8c", "cpu:type:x86,ven0000fam0006mod008C:feature:*"),
        new("x86cpu", "vendor=0 family=6 model=8c", "cpu:type:x86,ven0000fam0006mod008C:feature:*", ModpostRelease.Linux61),
        new("zorro", "id=2140000", "zorro:i02140000"),
        new("zorro", "id=ffffffff", "zorro:i*"),
    ];

    public static TheoryData<AliasRow> Rows() => [.. All];

    // The rest of each: no field of a class was asked for.
    private static string Usb(params string[] beginnings) =>
        string.Join(' ', beginnings.Select(beginning => beginning + "dc*dsc*dp*ic*isc*ip*in*"));
}
