// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Inputs;

/// <summary>What the operands of a command line stand for: names, origin, identity and bytes of each kind of input.</summary>
public sealed class ObjectInputTests : IDisposable
{
    private readonly InputDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.o", "")]
    [InlineData("ext4.ko.gz", ".gz")]
    [InlineData("ext4.ko.xz", ".xz")]
    [InlineData("ext4.ko.zst", ".zst")]
    // The bytes decide, not the name.
    [InlineData("ext4.ko", ".xz")]
    [InlineData("b.o.gz", "")]
    public void A_file_may_be_compressed(string name, string packing)
    {
        string path = _folder.Write(name, InputDirectory.Packed(packing, "text"u8.ToArray()));
        using ObjectInputs inputs = ObjectInputs.Find([path]);
        ObjectInput input = Assert.Single(inputs.Objects);
        string output = name switch { "a.o" => "a", "b.o.gz" => "b", _ => "ext4.ko" };
        Assert.Equal((path, InputOrigin.Named, false), (input.DisplayName, input.Origin, input.WasFound));
        Assert.Equal($"{_folder.Root[1..]}/{output}", input.OutputName);
        Assert.Equal((path, new InputIdentity(path, 0)), (input.Path, input.Identity));
        using OpenedObject opened = input.Open(DecompressionLimit.Standard);
        Assert.Equal((packing.Length > 0, "text"), (opened.IsCompressed, InputDirectory.Text(opened)));
        // Messages name the file as the user does.
        Assert.Equal(path, opened.Contents.Source.File);
    }

    [Fact]
    public void Members_of_an_archive()
    {
        string path = _folder.Write("lib.a", new ArchiveBuilder()
            .Member("a.o/", "one"u8).Member("b.ko/", InputDirectory.Packed(".gz", "two"u8.ToArray())).Build());
        using ObjectInputs inputs = ObjectInputs.Find([path]);
        Assert.Equal(["one", "two"], inputs.Objects.Select(InputDirectory.Text));
        ObjectInput first = inputs.Objects[0];
        Assert.Equal(($"{path}(a.o)", InputOrigin.Archive, true), (first.DisplayName, first.Origin, first.WasFound));
        Assert.Equal($"{_folder.Root[1..]}/lib.a/a", first.OutputName);
        Assert.Null(first.Path);
        Assert.Equal(new InputIdentity(path, 8), first.Identity);
    }

    [Fact]
    public void Members_of_a_thin_archive_are_files()
    {
        string named = _folder.Write("sub/a.o", "one");
        string path = _folder.Write("lib.a", new ArchiveBuilder(isThin: true).Thin("sub/a.o/", 3).Thin("gone.o/", 3).Build());
        using ObjectInputs inputs = ObjectInputs.Find([path]);
        ObjectInput first = inputs.Objects[0];
        Assert.Equal((named, InputOrigin.Archive, "one"), (first.DisplayName, first.Origin, InputDirectory.Text(first)));
        Assert.Equal((named, new InputIdentity(named, 0)), (first.Path, first.Identity));
        Assert.Equal($"{_folder.Root[1..]}/lib.a/sub/a", first.OutputName);
        Assert.Equal(
            $"{path}(gone.o): {_folder.At("gone.o")}: No such file or directory",
            Assert.Throws<UnreadableFileException>(() => InputDirectory.Text(inputs.Objects[1])).Message);
    }

    [Fact]
    public void A_thin_archive_names_members_of_another()
    {
        string inner = _folder.Write("inner.a", new ArchiveBuilder().Member("a.o/", "four"u8).Member("b.o/", "six"u8).Build());
        string outer = _folder.Write(
            "outer.a", new ArchiveBuilder(isThin: true).Member("//", "inner.a/\n"u8).Thin("/0:72", 3).Build());
        using ObjectInputs inputs = ObjectInputs.Find([outer]);
        ObjectInput nested = Assert.Single(inputs.Objects);
        Assert.Equal(($"{inner}(b.o)", "six"), (nested.DisplayName, InputDirectory.Text(nested)));
        Assert.Equal((InputOrigin.Archive, new InputIdentity(inner, 72)), (nested.Origin, nested.Identity));
    }

    [Fact]
    public void A_directory_stands_for_what_was_compiled_in_it()
    {
        string path = _folder.Write("net/core/dev.o", "one");
        _folder.Write("net/core/dev.c", "not compiled");
        using ObjectInputs inputs = ObjectInputs.Find([_folder.At("net")]);
        ObjectInput input = Assert.Single(inputs.Objects);
        Assert.Equal((path, "core/dev", InputOrigin.BuildTree, true), (input.DisplayName, input.OutputName, input.Origin, input.WasFound));
        Assert.Equal("one", InputDirectory.Text(input));
        Directory.CreateDirectory(_folder.At("empty"));
        Assert.Throws<RefusedException>(() => ObjectInputs.Find([_folder.At("empty")]));
    }

    [Fact]
    public void A_directory_of_modules_has_them_in_order_whatever_compresses_them()
    {
        foreach (string name in new[] { "net/veth.ko.xz", "fs/ext4.ko", "net/a.ko.zst", "net/a.ko.gz" })
        {
            _folder.Write(name, InputDirectory.Packed(Path.GetExtension(name), "text"u8.ToArray()));
        }

        _folder.Write("modules.ko.bz2", "no module of a kernel");
        _folder.Write("net/veth.o", "no module");
        IReadOnlyList<ObjectInput> modules = ModuleFile.Below(_folder.Root);
        Assert.Equal(
            ["fs/ext4.ko", "net/a.ko.gz", "net/a.ko.zst", "net/veth.ko.xz"],
            modules.Select(module => Path.GetRelativePath(_folder.Root, module.DisplayName)));
        Assert.All(modules, module => Assert.Equal((InputOrigin.ModuleDirectory, "text"), (module.Origin, InputDirectory.Text(module))));
        Assert.Equal(["ext4", "a", "a", "veth"], modules.Select(module => ModuleFile.NameOf(module.DisplayName)));
        Assert.Throws<UnreadableFileException>(() => ModuleFile.Below(_folder.At("nowhere")));
    }

    [Fact]
    public void Identity_is_one_however_a_file_is_named()
    {
        Assert.Equal(ObjectInput.OfFile("/x/a.o").Identity, ObjectInput.OfFile("/x/y/../a.o").Identity);
        Assert.NotEqual(ObjectInput.OfFile("/x/a.o").Identity, ObjectInput.OfFile("/x/b.o").Identity);
    }

    [Theory]
    [InlineData("../../etc/passwd.o", "etc/passwd")]
    [InlineData("/build/./a.thinlto-native.o", "build/a")]
    [InlineData("a.prelink.o", "a")]
    [InlineData("ext4.ko.zst", "ext4.ko")]
    public void Output_names_do_not_lead_out_of_their_directory(string path, string output) =>
        Assert.Equal(output, ObjectInput.OfFile(path).OutputName);
}
