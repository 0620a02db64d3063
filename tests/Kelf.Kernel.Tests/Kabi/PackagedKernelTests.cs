// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Sources;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.PackageBuilder;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Packages and raw BTF as sources; packages with images and modules are in <c>tests/Differential/kabi-packages.sh</c>.</summary>
public sealed class PackagedKernelTests : IDisposable
{
    private const string Symvers = "0x00000001\tpush\tvmlinux\tEXPORT_SYMBOL\t\n0x00000002\tpop\tdrivers/net/tun\tEXPORT_SYMBOL_GPL\tNET\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("kelf-packages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("vmlinux", "Image vmlinux -")]
    [InlineData("boot/vmlinux-6.12.1", "Image vmlinux 6.12.1")]
    [InlineData("boot/vmlinuz-6.12.1-amd64", "Image vmlinux 6.12.1-amd64")]
    [InlineData("boot/vmlinux-6.4.0-default.xz", "Image vmlinux 6.4.0-default")]
    [InlineData("boot/Image-6.4.0-default.gz", "Image vmlinux 6.4.0-default")]
    [InlineData("usr/lib/debug/boot/vmlinux-6.12.1", "Image vmlinux 6.12.1")]
    [InlineData("usr/lib/debug/boot/vmlinux-6.4.0-default.debug", "Image vmlinux 6.4.0-default")]
    [InlineData("usr/lib/debug/lib/modules/6.5.6-300.fc39.x86_64/vmlinux", "Image vmlinux 6.5.6-300.fc39.x86_64")]
    [InlineData("lib/modules/6.5.6/vmlinuz", "Image vmlinux 6.5.6")]
    [InlineData("usr/lib/modules/6.5.6/build/vmlinux", "Image vmlinux 6.5.6")]
    [InlineData("lib/modules/6.5.6/kernel/drivers/net/tun.ko.xz", "Module drivers/net/tun 6.5.6")]
    [InlineData("usr/lib/debug/lib/modules/6.5.6/kernel/drivers/net/tun.ko.debug", "Module drivers/net/tun 6.5.6")]
    [InlineData("usr/lib/debug/usr/lib/modules/6.5.6/extra/x.ko.debug", "Module extra/x 6.5.6")]
    [InlineData("kernel/drivers/net/tun.ko", "Module drivers/net/tun -")]
    [InlineData("build/net/tun.ko", "Module build/net/tun -")]
    [InlineData("Module.symvers", "Versions Module.symvers -")]
    [InlineData("boot/symvers-6.5.6.gz", "Versions symvers-6.5.6 6.5.6")]
    [InlineData("lib/modules/6.5.6/symvers.xz", "Versions symvers 6.5.6")]
    [InlineData("usr/src/linux-headers-6.12.1/Module.symvers", "Versions Module.symvers -")]
    [InlineData("boot/System.map-6.12.1", null)]
    [InlineData("boot/vmlinux-gdb.py", null)]
    [InlineData("usr/share/doc/vmlinux", null)]
    [InlineData("arch/x86/boot/compressed/vmlinux", null)]
    [InlineData("lib/modules/6.5.6/modules.symbols", null)]
    public void Files_are_known_by_where_distributions_put_them(string path, string? what)
    {
        KernelFile? file = KernelFile.Of(path);
        Assert.Equal(what, file is null ? null : $"{file.Kind} {file.Name} {file.Release ?? "-"}");
    }

    [Fact]
    public void A_package_says_what_its_directory_says()
    {
        Write("tree/usr/src/linux-headers-1/Module.symvers", Symvers);
        byte[] text = Encoding.UTF8.GetBytes(Symvers);
        Write("a.deb", Deb("", TarOf(("./usr/src/linux-headers-1/Module.symvers", text))));
        Write("a.rpm", Rpm("zstd", Packing.ZstdFrame(CpioOf(("./usr/src/linux-headers-1/Module.symvers", RegularFile, text)))));
        byte[] expected = Snapshot("tree");
        Assert.Equal(expected, Snapshot("a.deb"));
        Assert.Equal(expected, Snapshot("a.rpm"));
    }

    [Fact]
    public void Packages_of_two_kernels_are_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes(Symvers);
        Write("a.deb", Deb("", TarOf(("./boot/symvers-1", text))));
        Write("b.deb", Deb("", TarOf(("./boot/symvers-2", text))));
        Assert.EndsWith("b.deb: 'boot/symvers-2' is of 2, and there are files of 1 in " + Path("a.deb") + ": give those of one kernel",
            Assert.Throws<RefusedException>(() => Read("a.deb", "b.deb")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_without_a_kernel_is_refused()
    {
        Write("a.deb", Deb("", TarOf(("./usr/bin/true", [1]))));
        Assert.EndsWith("in this package", Assert.Throws<RefusedException>(() => Read("a.deb")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_in_a_package_is_told_with_the_member()
    {
        Write("a.deb", Deb("", TarOf(("./lib/modules/1/kernel/a.ko", "no module"u8.ToArray()))));
        Assert.StartsWith(Path("a.deb") + "(lib/modules/1/kernel/a.ko): ", Assert.Throws<NotElfException>(() => Read("a.deb")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_btf_has_the_types_of_what_others_say_is_exported()
    {
        BtfBuilder btf = new(ByteOrder.Little);
        uint number = btf.Integer("long unsigned int", 8);
        btf.Function("push", number, (number, "n"));
        btf.Function("pop", number);
        Write("btf", btf.Build());
        Write("Module.symvers", Symvers);
        Snapshot snapshot = Read("btf", "Module.symvers");
        Assert.Equal((2, 1, "BTF, Module.symvers", Evidence.Layouts), (snapshot.Exports.Count, snapshot.Described, snapshot.Kinds, snapshot.Evidence));
        Assert.EndsWith("BTF does not say what is exported: give Module.symvers, too", Assert.Throws<RefusedException>(() => Read("btf")).Message, StringComparison.Ordinal);
    }

    private Snapshot Read(params string[] names) => new SnapshotReader(new SourceOptions()).Read([.. names.Select(Path)]);

    private byte[] Snapshot(string name)
    {
        ByteBuilder bytes = new();
        SnapshotWriter.Write(Read(name), bytes);
        return bytes.Bytes.ToArray();
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllBytes(Path(name), bytes);
    }
}
