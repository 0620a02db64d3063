// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Modules;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>What the kernel's loader says to modules (kernel/module/main.c and version.c of Linux 7.3).</summary>
public sealed class LoadCheckTests
{
    private static readonly Snapshot s_kernel = new Kernels().Of(
        null,
        "0x1 kmalloc vmlinux EXPORT_SYMBOL\n0x2 gpl vmlinux EXPORT_SYMBOL_GPL\n0x3 spaced vmlinux EXPORT_SYMBOL NS\n"
        + "0x4 kvm_only vmlinux EXPORT_SYMBOL module:kvm,kvm-*\n0x5 jbd fs/jbd2/jbd2 EXPORT_SYMBOL\n0x9 module_layout vmlinux EXPORT_SYMBOL\n")
        with
    { Release = "7.3.4", VersionMagic = "7.3.4 SMP mod_unload modversions ", Machine = "X86_64" };

    private static readonly ModuleNeeds s_good = new()
    {
        File = "drv.ko",
        Name = "drv",
        VersionMagic = "7.3.4 SMP mod_unload modversions",
        Machine = "X86_64",
        IsFree = true,
        Namespaces = new HashSet<string>(),
        Symbols = [("kmalloc", false), ("gpl", false), ("maybe", true)],
        Versions = new Dictionary<string, uint> { ["kmalloc"] = 1, ["gpl"] = 2, ["module_layout"] = 9 },
    };

    [Fact]
    public void A_module_of_this_kernel_loads() => Assert.Equal((LoadVerdict.Loads, 0), Answer(s_good));

    [Fact]
    public void One_of_another_release_loads_if_the_versions_are_the_same() =>
        Assert.Equal((LoadVerdict.Loads, 0), Answer(s_good with { VersionMagic = "7.3.1 SMP mod_unload modversions" }));

    [Fact]
    public void A_module_that_needs_another_names_it()
    {
        LoadAnswer answer = Check(s_good with { Symbols = [("jbd", false)], Versions = new Dictionary<string, uint> { ["jbd"] = 5, ["module_layout"] = 9 } });
        Assert.Equal(LoadVerdict.Loads, answer.Verdict);
        Assert.Equal(["fs/jbd2/jbd2"], answer.Needs);
    }

    [Fact]
    public void Refusals_have_a_word_each()
    {
        (string Kind, ModuleNeeds Module)[] refused =
        [
            ("machine", s_good with { Machine = "AArch64" }),
            ("vermagic", s_good with { VersionMagic = "7.3.4 SMP preempt mod_unload modversions" }),
            ("crc", s_good with { Versions = With("kmalloc", 7) }),
            ("crc", s_good with { Versions = With("module_layout", 7) }),
            ("unknown-symbol", s_good with { Symbols = [("nothing", false)] }),
            ("gpl-only", s_good with { IsFree = false }),
            ("namespace", s_good with { Symbols = [("spaced", false)], Versions = With("spaced", 3) }),
            ("module-list", s_good with { Symbols = [("kvm_only", false)], Versions = With("kvm_only", 4) }),
            ("no-version", s_good with { Symbols = [("spaced", false)], Namespaces = new HashSet<string> { "NS" } }),
            ("unversioned", s_good with { Versions = new Dictionary<string, uint>() }),
        ];
        Assert.All(refused, item =>
        {
            LoadAnswer answer = Check(item.Module);
            Assert.Equal((LoadVerdict.Refused, item.Kind), (answer.Verdict, answer.Reasons[0].Kind));
        });
    }

    [Fact]
    public void A_module_that_the_list_names_loads() => Assert.Equal(
        (LoadVerdict.Loads, 0),
        Answer(s_good with { Name = "kvm_intel", Symbols = [("kvm_only", false)], Versions = With("kvm_only", 4) }));

    [Fact]
    public void Extended_versions_may_lack_one() => Assert.Equal(
        (LoadVerdict.Warns, 1),
        Answer(s_good with { HasExtendedVersions = true, Symbols = [("kmalloc", false), ("jbd", false)] }));

    [Fact]
    public void Without_versions_on_both_sides_releases_have_to_be_equal()
    {
        Snapshot bare = new Kernels().Of(null, "0x0 kmalloc vmlinux EXPORT_SYMBOL\n") with { Release = "7.3.4" };
        ModuleNeeds module = s_good with { Symbols = [("kmalloc", false)], Versions = new Dictionary<string, uint>(), VersionMagic = "7.3.4 SMP" };
        Assert.Equal(LoadVerdict.Loads, new LoadCheck(bare).Check(module, Nothing).Verdict);
        Assert.Equal("vermagic", new LoadCheck(bare).Check(module with { VersionMagic = "7.3.5 SMP" }, Nothing).Reasons[0].Kind);
    }

    [Fact]
    public void Modules_that_are_given_together_use_each_other()
    {
        Dictionary<string, VersionRecord> others = new() { ["helper"] = new("helper", 8, "helper", false, "") };
        ModuleNeeds module = s_good with { Symbols = [("helper", false)], Versions = With("helper", 8) };
        Assert.Equal(LoadVerdict.Loads, new LoadCheck(s_kernel).Check(module, others).Verdict);
    }

    private static Dictionary<string, VersionRecord> Nothing => [];

    private static Dictionary<string, uint> With(string name, uint crc) => new(s_good.Versions) { [name] = crc };

    private static LoadAnswer Check(ModuleNeeds module) => new LoadCheck(s_kernel).Check(module, Nothing);

    private static (LoadVerdict, int) Answer(ModuleNeeds module)
    {
        LoadAnswer answer = Check(module);
        return (answer.Verdict, answer.Reasons.Count);
    }
}
