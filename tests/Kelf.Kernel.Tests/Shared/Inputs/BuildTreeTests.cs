// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Inputs;

public sealed class BuildTreeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-tree-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Compiled_objects_come_in_ordinal_order()
    {
        Make("b.o", "a.o", "a/z.o", "Z.o", "a.c", "a.o.d");
        Assert.Equal(["Z.o", "a.o", "a/z.o", "b.o"], Objects());
    }

    [Fact]
    public void Joined_objects_and_prototypes_of_assembler_are_left_out()
    {
        Make("net.o", "net-core.o", "entry.o", "entry.gendwarfksyms.o");
        File.WriteAllText(At(".net.o.cmd"), "savedcmd_net.o := ld -r -o net.o net-core.o\n");
        File.WriteAllText(
            At(".net-core.o.cmd"),
            "savedcmd_net-core.o := cc -c net-core.c\n\nsource_net-core.o := net-core.c\n");
        Assert.Equal(["entry.o", "net-core.o"], Objects());
        Assert.Equal(At("entry.gendwarfksyms.o"), BuildTree.TypesOf(At("entry.o")));
        Assert.Equal(At("net.o"), BuildTree.TypesOf(At("net.o")));
    }

    [Fact]
    public void Distributed_ThinLTO_gives_native_objects_in_place_of_bitcode()
    {
        Make("core.o", "core.thinlto-native.o", "core.o.thinlto.bc", "entry.o");
        File.WriteAllText(At(".core.o.cmd"), "savedcmd_core.o := cc -c core.c\n\nsource_core.o := core.c\n");
        File.WriteAllText(At(".core.thinlto-native.o.cmd"), "savedcmd_core.thinlto-native.o := cc -x ir core.o\n");
        Assert.Equal(["core.thinlto-native.o", "entry.o"], Objects());
    }

    [Fact]
    public void Links_to_folders_are_not_followed()
    {
        Make("a/b.o");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "a", "loop"), _folder.FullName);
        Assert.Equal(["a/b.o"], Objects());
    }

    private IEnumerable<string> Objects() =>
        BuildTree.CompiledObjects(_folder.FullName).Select(path => Path.GetRelativePath(_folder.FullName, path));

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Make(params string[] names)
    {
        foreach (string path in names.Select(At))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, []);
        }
    }
}
