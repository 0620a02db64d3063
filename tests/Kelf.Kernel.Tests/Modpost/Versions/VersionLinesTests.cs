// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Versions;
using Kelf.Kernel.Shared.Files;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.Versions;

/// <summary>Lines of versions in command files: which are read, and what is none.</summary>
public sealed class VersionLinesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-versions-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("x\n#SYMVER f 0x12345678\n", "f=12345678")]
    [InlineData("x\n#SYMVER f 010\n#SYMVER g 10\n", "f=8 g=a")]
    [InlineData("#SYMVER f 0x1\n", "")] // the first line
    [InlineData("x\n#SYMVER f 0x1", "")] // no end
    [InlineData("x\n #SYMVER f 0x1\n", "")]
    [InlineData("x\n#SYMVER f 0x1 \n", "")]
    [InlineData("x\n#SYMVER f -1\n", "")]
    [InlineData("x\n#SYMVER f x1\n", "")]
    [InlineData("x\n#SYMVER f 09\n", "")]
    [InlineData("x\n#SYMVER f \n#SYMVER g 0\n", "g=0")]
    [InlineData("x\n#SYMVER f\n#SYMVER g 0XaB\n", "g=ab")]
    [InlineData("x\n#SYMVER f 0x1ffffffff\n", "f=ffffffff")]
    [InlineData("x\n#SYMVER f 0x1ffffffffffffffff\n", "f=ffffffff")]
    [InlineData("x\n#SYMVER f 0x10000000000000000\n", "f=ffffffff")]
    [InlineData("x\n#SYMVER f 1\n#SYMVER f 2\n", "f=1 f=2")]
    [InlineData("", "")]
    public void A_line_has_a_name_and_a_number_of_C(string text, string versions)
    {
        string path = Path.Combine(_folder.FullName, ".a.o.cmd");
        File.WriteAllText(path, text);
        NameTable names = new();
        List<(int Name, uint Version)> found = [];
        VersionLines.Read(path, names, found, new FileBuffer(), new MessageList());
        Assert.Equal(versions, string.Join(' ', found.Select(item =>
            string.Create(CultureInfo.InvariantCulture, $"{names.TextOf(item.Name)}={item.Version:x}"))));
    }

    // The search looks at 128 bytes at a time, and then at the rest.
    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("# SYMVER g 1\n#SYMVER\n")]
    public void A_line_is_found_wherever_it_begins(string before)
    {
        string path = Path.Combine(_folder.FullName, ".a.o.cmd");
        foreach ((int first, int second) in Enumerable.Range(0, 300).Zip(Enumerable.Range(0, 300).Reverse()))
        {
            File.WriteAllText(path, $"{before}{new string('x', first)}\n#SYMVER f 1\n{new string('y', second)}\n#SYMVER g 2\n{before}");
            NameTable names = new();
            List<(int Name, uint Version)> found = [];
            VersionLines.Read(path, names, found, new FileBuffer(), new MessageList());
            Assert.Equal([(names.Find("f"u8), 1u), (names.Find("g"u8), 2u)], found);
        }
    }

    [Theory]
    [InlineData("d/b.o", "d/.b.o.cmd")]
    [InlineData("b.o", ".b.o.cmd")]
    [InlineData("d/b.thinlto-native.o", "d/.b.o.cmd")]
    [InlineData("d/b.a", null)]
    public void Each_object_has_a_command_file(string path, string? file) => Assert.Equal(file, CommandFiles.Of(path));

    [Fact]
    public void The_last_version_of_a_name_counts_and_one_of_no_export_does_not()
    {
        NameTable names = new();
        ModpostModule module = new("m", isDumped: false);
        Export first = new(names.Add("f"u8), module);
        Export second = new(names.Add("f"u8), module);
        module.Exports.AddRange([first, second]);
        RecordedVersions.Assign(module, [(names.Add("f"u8), 1), (names.Add("f"u8), 2), (names.Add("g"u8), 3)]);
        // The one that was registered last answers for the name.
        Assert.Equal((null, 2u), (first.Version, second.Version!.Value));
        Assert.Equal("f", Encoding.ASCII.GetString(names[0]));
    }
}
