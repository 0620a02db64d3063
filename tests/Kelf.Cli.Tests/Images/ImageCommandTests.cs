// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Images;

/// <summary><c>kelf kheaders extract</c>, <c>kelf config extract</c>, <c>kelf image</c>.</summary>
public sealed class ImageCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-images-");

    public ImageCommandTests()
    {
        byte[] vmlinux = new ElfBuilder(type: ElfType.Executable).Section(".rodata", BootImages.Kernel).Build();
        File.WriteAllBytes(PathOf("vmlinux"), vmlinux);
        File.WriteAllBytes(PathOf("bzImage"), BootImages.BzImage([.. BootImages.Xz(vmlinux), .. BitConverter.GetBytes(vmlinux.Length)]));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("bzImage")]
    [InlineData("vmlinux")]
    [InlineData(".")]
    public void Headers_and_configuration_are_written(string source)
    {
        Assert.Equal((0, "", ""), Kelf("kheaders", "extract", "-o", "k.tar.xz", source));
        Assert.Equal(BootImages.Headers, File.ReadAllBytes(PathOf("k.tar.xz")));
        Assert.Equal((0, Encoding.ASCII.GetString(BootImages.Config), ""), Kelf("config", "extract", source));
        Assert.Equal((0, "", ""), Kelf("config", "extract", "-o", "config", source));
        Assert.Equal(BootImages.Config, File.ReadAllBytes(PathOf("config")));
    }

    [Fact]
    public void Each_line_of_info_has_its_name_and_a_space()
    {
        File.WriteAllBytes(PathOf("vendor_boot.img"), WrappedImages.VendorBoot(4));
        (int exit, string output, _) = Kelf("image", "info", "vendor_boot.img");
        Assert.Equal(0, exit);
        Assert.Contains("\nbootconfig: androidboot.a = b\ncmdline:  bootconfig\nboard:    board\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_are_unpacked_once()
    {
        Assert.Equal((0, "", "kelf: headers: 2 headers\n"), Kelf("kheaders", "extract", "-C", "headers", "bzImage"));
        Assert.Equal("int a;\n", File.ReadAllText(PathOf("headers/include/a.h")));
        string marker = File.ReadAllText(PathOf("headers/.kheaders-complete"));
        Assert.Matches("^sha256 [0-9a-f]{64}\nmembers 2\n$", marker);
        Assert.Equal((0, "", "kelf: headers: 2 headers, all there already\n"), Kelf("kheaders", "extract", "-C", "headers", "vmlinux"));
        Assert.Equal(["bzImage", "headers", "vmlinux"], _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a header is missing")]
    [InlineData("a header is shorter")]
    [InlineData("a header is a link")]
    [InlineData("no marker")]
    [InlineData("another marker")]
    [InlineData("all may write")]
    [InlineData("a link to it")]
    [InlineData("a file")]
    public void A_folder_that_is_not_ours_or_not_whole_is_left_alone(string what)
    {
        Assert.Equal(0, Kelf("kheaders", "extract", "-C", "headers", "bzImage").Exit);
        string header = PathOf("headers/include/a.h");
        string marker = PathOf("headers/.kheaders-complete");
        string target = "headers";
        switch (what)
        {
            case "a header is missing":
                File.Delete(header);
                break;
            case "a header is shorter":
                File.WriteAllText(header, "int\n");
                break;
            case "a header is a link":
                File.Delete(header);
                File.CreateSymbolicLink(header, "generated/utsrelease.h");
                break;
            case "no marker":
                File.Delete(marker);
                break;
            case "another marker":
                File.AppendAllText(marker, "\n");
                break;
            case "all may write":
                File.SetUnixFileMode(PathOf("headers"), (UnixFileMode)0b111_111_111);
                break;
            case "a link to it":
                Directory.CreateSymbolicLink(PathOf("link"), "headers");
                target = "link";
                break;
            default:
                target = "vmlinux";
                break;
        }

        (int exit, string output, string errors) = Kelf("kheaders", "extract", "-C", target, "bzImage");
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith($"kelf: error: {target}: exists, and ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Nothing_is_unpacked_of_an_archive_with_one_unsafe_member()
    {
        byte[] archive = BootImages.Xz(BootImages.Tar(("./", null), ("./include/a.h", "int a;\n"), ("./include/../../evil.h", "evil")));
        File.WriteAllBytes(PathOf("evil"), archive);
        (int exit, _, string errors) = Kelf("kheaders", "extract", "-C", "headers", "evil");
        Assert.Equal(1, exit);
        Assert.Contains("(include/../../evil.h): a name that is no plain path\n", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("headers")));
        Assert.Equal(["bzImage", "evil", "vmlinux"], _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_found_is_listed()
    {
        (int exit, string output, _) = Kelf("kheaders", "extract", "--list", "--json", "bzImage");
        Assert.Equal(0, exit);
        JsonElement finding = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(BootImages.Headers.Length, finding.GetProperty("length").GetInt32());
        Assert.Equal("stream", finding.GetProperty("foundBy").GetString());
        Assert.Contains("xz at 0x440", finding.GetProperty("layer").GetString(), StringComparison.Ordinal);
        (exit, output, _) = Kelf("config", "extract", "-l", "vmlinux");
        Assert.Equal(0, exit);
        Assert.Equal(2, output.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Info_tells_what_is_inside()
    {
        (int exit, string output, string errors) = Kelf("image", "info", "bzImage");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains("kind:     bzImage (x86, boot protocol 2.15)", output, StringComparison.Ordinal);
        Assert.Contains(" of xz (xz at 0x440)\n", output, StringComparison.Ordinal);
        Assert.Contains($"version:  {BootImages.Banner}\n", output, StringComparison.Ordinal);
        Assert.Contains("config:   1 options set, 1 not, ", output, StringComparison.Ordinal);
        Assert.Contains("headers:  of Linux 7.3.4, ", output, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(Kelf("image", "info", "--json", "bzImage").Output).RootElement;
        Assert.Equal("7.3.4", json.GetProperty("release").GetString());
        Assert.Equal("xz", json.GetProperty("layers")[1].GetProperty("compression").GetString());
    }

    [Fact]
    public void The_kernel_comes_out()
    {
        Assert.Equal((0, "", ""), Kelf("image", "extract", "-o", "kernel", "bzImage"));
        Assert.Equal(File.ReadAllBytes(PathOf("vmlinux")), File.ReadAllBytes(PathOf("kernel")));
    }

    [Theory]
    [InlineData("kheaders extract -o out empty", "empty: the file is empty")]
    [InlineData("config extract -o out empty", "empty: the file is empty")]
    [InlineData("image extract -o out empty", "empty: the file is empty")]
    [InlineData("image info empty", "empty: the file is empty")]
    [InlineData("kheaders extract -o out cut", "cut: the compressed kernel that its header names ends after the end of the file")]
    [InlineData("config extract -o out cut", "cut: the compressed kernel that its header names ends after the end of the file")]
    [InlineData("image extract -o out cut", "cut: the compressed kernel that its header names ends after the end of the file")]
    [InlineData("kheaders extract -C out cut", "cut: the compressed kernel that its header names ends after the end of the file")]
    [InlineData("kheaders extract -C out folder", "folder: no kernel image")]
    [InlineData("config extract none", "none: No such file or directory")]
    public void What_is_not_there_is_an_error_and_no_output(string commandLine, string words)
    {
        File.WriteAllBytes(PathOf("empty"), []);
        byte[] image = File.ReadAllBytes(PathOf("bzImage"));
        File.WriteAllBytes(PathOf("cut"), image[..^200]);
        _folder.CreateSubdirectory("folder");
        (int exit, string output, string errors) = Kelf(commandLine.Split(' '));
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal($"kelf: error: {words}\n", errors);
        Assert.False(Path.Exists(PathOf("out")));
    }

    [Theory]
    [InlineData("kheaders extract bzImage")]
    [InlineData("kheaders extract -o a -C b bzImage")]
    [InlineData("kheaders extract -o a")]
    [InlineData("kheaders extract -o a --running bzImage")]
    [InlineData("config extract --list -o a bzImage")]
    [InlineData("config extract")]
    [InlineData("image extract bzImage")]
    [InlineData("image info")]
    public void Wrong_command_lines_have_their_own_status(string commandLine) => Assert.Equal(2, Kelf(commandLine.Split(' ')).Exit);

    [Fact]
    public void The_running_system_is_looked_at()
    {
        (int exit, string output, string errors) = Kelf("config", "extract", "--running");
        if (File.Exists("/proc/config.gz"))
        {
            Assert.Equal((0, ""), (exit, errors));
            Assert.Contains("\nCONFIG_", output, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(exit == 0, output.Length > 0);
            Assert.Equal(exit != 0, errors.StartsWith("kelf: error: running system: nothing that could have it", StringComparison.Ordinal));
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private (int Exit, string Output, string Errors) Kelf(params string[] arguments)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, arguments);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }
}
