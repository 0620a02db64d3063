// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.SymbolPaths;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>
/// Objects that a build joined of others and gave a prefix, as arm64's KVM is for the hypervisor: the file symbols of its parts tell their
/// sources, and nothing in it those of global symbols and of assembly.
/// </summary>
public sealed class JoinedObjectTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-joined-");

    public JoinedObjectTests()
    {
        Write("hyp.o", "savedcmd_hyp.o := objcopy --prefix-symbols=__hyp_ hyp.tmp.o hyp.o");
        Write("hyp.tmp.o", "savedcmd_hyp.tmp.o := ld -r -T hyp.lds switch.o hyp-main.o host.o entry.o -o hyp.tmp.o");
        Write("one.o", "savedcmd_one.o := ld -r switch.o host.o -o one.o");
        Write("two.o", "savedcmd_two.o := ld -r switch.o hyp-main.o -o two.o");
        foreach (string source in new[] { "switch.c", "hyp-main.c", "host.S", "entry.S" })
        {
            string name = Path.ChangeExtension(source, ".o");
            Write(name, $"savedcmd_{name} := cc", $"source_{name} := arch/kvm/{source}");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_parts_of_files_are_known_and_all_else_is_not()
    {
        LinkedObject item = Resolve("hyp.o", "", "__hyp_switch.c", "__hyp_hyp-main.c", "__hyp_entry.o", "__hyp_script.o");
        Assert.Equal([null, "arch/kvm/switch.c", "arch/kvm/hyp-main.c", "arch/kvm/entry.S", null], item.Parts.Select(part => part.Unit?.Path));
        Assert.True(item.IsJoined);
        Assert.Null(item.Unit);
        Assert.Null(item.UnitWithoutFile);
        Assert.True(item.Sources.Contains("arch/kvm/entry.S"));
        Assert.False(item.Sources.Contains("arch/kvm/hyp.S"));
    }

    /// <summary>lld makes up no file symbols for assembly, whose symbols then follow those of another file.</summary>
    [Fact]
    public void After_a_file_there_may_be_symbols_of_assembly()
    {
        LinkedObject item = Resolve("hyp.o", "__hyp_switch.c", "__hyp_hyp-main.c");
        Assert.All(item.Parts, part => Assert.Null(part.Unit));
        Assert.True(item.IsJoined);
    }

    [Fact]
    public void Files_without_assembly_are_known()
    {
        LinkedObject item = Resolve("two.o", "switch.c", "hyp-main.c");
        Assert.Equal(["arch/kvm/switch.c", "arch/kvm/hyp-main.c"], item.Parts.Select(part => part.Unit?.Path));
        Assert.Null(item.Unit);
    }

    [Fact]
    public void Assembly_of_one_file_is_known()
    {
        LinkedObject item = Resolve("one.o", "", "switch.c", "host.o");
        Assert.Equal(["arch/kvm/host.S", "arch/kvm/switch.c", "arch/kvm/host.S"], item.Parts.Select(part => part.Unit?.Path));
        Assert.Null(item.Unit);
        Assert.Equal("arch/kvm/host.S", item.UnitWithoutFile?.Path);
    }

    [Fact]
    public void An_object_of_one_source_has_it_for_all_its_parts()
    {
        LinkedObject item = Resolve("switch.o", "", "switch.c");
        Assert.False(item.IsJoined);
        Assert.Equal("arch/kvm/switch.c", item.Unit?.Path);
        Assert.Equal("arch/kvm/switch.c", item.UnitWithoutFile?.Path);
    }

    [Fact]
    public void What_nothing_is_known_of_has_the_name_of_the_object() =>
        Assert.Equal(["arch/a.S", "arch/a.S", "arch/b.c"], Resolve("arch/a.o", "", "a.o", "b.c").Parts.Select(part => part.Unit?.Path));

    [Theory]
    [InlineData("switch.c", "a/switch.c")]
    [InlineData("__hyp_switch.c", "a/switch.c")]
    [InlineData("__kvm_nvhe_vgic-v3_sr.c", "a/v3_sr.c", "a/sr.c", "a/vgic-v3_sr.c")]
    [InlineData("_hyp_switch.c", null)]
    [InlineData("__hyp_", null)]
    [InlineData("__", null)]
    [InlineData("", null)]
    [InlineData("__hypswitch.c", null)]
    public void A_file_symbol_may_have_a_prefix(string file, string? expected, params string[] others)
    {
        SourceSet set = new(["a/switch.c", "a/main.c", .. others, .. expected is null ? [] : new[] { expected }]);
        // The longest name is meant.
        Assert.Equal(others.Length > 0 ? others[^1] : expected, set.Find(file));
    }

    private LinkedObject Resolve(string path, params string[] files)
    {
        LinkedObject item = new()
        {
            ObjectPath = path,
            Parts = [.. files.Select(file => new ObjectPart(-1, file.Length > 0, file, []))],
            Globals = [],
        };
        new SourceFinder(_folder.FullName, new SourceTree("/src"), CompileCommands.Empty).Resolve(item);
        return item;
    }

    private void Write(string name, params string[] lines) =>
        File.WriteAllLines(Path.Combine(_folder.FullName, $".{name}.cmd"), lines);
}
