// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Shared.Inputs;

/// <summary>Where the supplementary file of an object is looked for, and that only the right one is taken.</summary>
public sealed class SupplementarySearchTests : IDisposable
{
    private const string Id = "abcdef01";

    private readonly string _folder = Directory.CreateTempSubdirectory("kelf-dwz").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("../.dwz/pkg.debug", "modules/../.dwz/pkg.debug")] // from the directory of the object
    [InlineData("@/elsewhere/pkg.debug", "elsewhere/pkg.debug")] // absolute
    [InlineData("/build/.dwz/pkg.debug", "modules/pkg.debug")] // beside the object
    [InlineData("gone.debug", "debug/.build-id/ab/cdef01.debug")]
    [InlineData("gone.debug", "debug/.dwz/x86_64-linux-gnu/other-name.debug")]
    public void It_is_found(string link, string place)
    {
        Write(place, Other(Id));
        Assert.Equal(Path.GetFullPath(PathOf(place)), Path.GetFullPath(Found(link)!));
    }

    [Fact]
    public void A_symbolic_link_to_the_object_does_not_matter()
    {
        Write(".dwz/pkg.debug", Other(Id));
        Write("modules/a.ko", new ElfBuilder().Section(".gnu_debugaltlink", LinkTo("../.dwz/pkg.debug")).Build());
        Directory.CreateDirectory(PathOf("debug/.build-id/00"));
        File.CreateSymbolicLink(PathOf("debug/.build-id/00/11.debug"), "../../../modules/a.ko");
        using MappedFile file = MappedFile.Open(PathOf("debug/.build-id/00/11.debug"));
        using SupplementaryObject? found = Search.Open(ElfFile.Parse(file.Contents));
        Assert.NotNull(found);
    }

    [Fact]
    public void A_wrong_one_is_passed_over()
    {
        Write("modules/pkg.debug", Other("abcdef02"));
        Write("debug/.build-id/ab/cdef01.debug", Other(Id));
        Assert.Equal(PathOf("debug/.build-id/ab/cdef01.debug"), Found("pkg.debug"));
    }

    [Fact]
    public void What_is_not_there_is_named() => Refused(
        "pkg.debug", "a part of its types is in the supplementary file pkg.debug with build ID abcdef01, which is not there: name it with --alt-file");

    [Fact]
    public void A_wrong_one_alone_is_an_error_that_names_both()
    {
        Write("modules/pkg.debug", Other("abcdef02"));
        Refused("pkg.debug", "a part of its types is in the supplementary file pkg.debug with build ID abcdef01, but "
            + $"{PathOf("modules/pkg.debug")} has build ID abcdef02: name the right one with --alt-file");
    }

    [Fact]
    public void What_cannot_be_read_says_why()
    {
        byte[] whole = Other(Id);
        Write("modules/pkg.debug", whole[..(whole.Length / 2)]);
        string message = Refused("pkg.debug", null);
        Assert.Contains($"but {PathOf("modules/pkg.debug")}: ", message, StringComparison.Ordinal);
        Assert.EndsWith(": name the right one with --alt-file", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directories_devices_and_pipes_are_not_looked_at()
    {
        Directory.CreateDirectory(PathOf("modules/pkg.debug"));
        foreach (string link in (string[])["pkg.debug", "/dev/zero", "/dev/stdin"])
        {
            Assert.EndsWith("which is not there: name it with --alt-file", Refused(link, null), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_that_was_named_is_the_only_one()
    {
        Write("modules/pkg.debug", Other(Id));
        Write("mine", Other("abcdef02"));
        Write("right", Other(Id));
        Assert.Equal(PathOf("right"), Found("pkg.debug", SupplementarySearch.Named(PathOf("right"), DecompressionLimit.Standard)));
        Assert.Equal(
            $"{PathOf("mine")}: it has build ID abcdef02, and not abcdef01, as the supplementary file of {PathOf("modules/a.ko")} has to",
            Assert.Throws<RefusedException>(() => Found("pkg.debug", SupplementarySearch.Named(PathOf("mine"), DecompressionLimit.Standard))).Message);
        foreach (string unreadable in (string[])["/dev/zero", _folder, PathOf("absent")])
        {
            Assert.Throws<UnreadableFileException>(() => Found("pkg.debug", SupplementarySearch.Named(unreadable, DecompressionLimit.Standard)));
        }
    }

    [Fact]
    public void It_may_be_compressed()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Other(Id));
        }

        Write("modules/pkg.debug", packed.ToArray());
        Assert.NotNull(Found("pkg.debug"));
    }

    [Fact]
    public void Without_a_link_nothing_is_looked_for()
    {
        Write("modules/a.ko", new ElfBuilder().Build());
        using MappedFile file = MappedFile.Open(PathOf("modules/a.ko"));
        Assert.Null(SupplementarySearch.Named("/absent", DecompressionLimit.Standard).Open(ElfFile.Parse(file.Contents)));
    }

    [Theory]
    [InlineData("0500 00 61 00 02 1122", "0500 01 00 02 1122", true)]
    [InlineData("0500 00 61 00 02 1122", "0500 01 00 02 1123", false)]
    [InlineData("0500 00 61 00 00", "0500 01 00 00", true)] // no checksum: nothing to compare
    public void One_of_DWARF_5_is_told_by_its_checksum(string link, string own, bool isIt)
    {
        Write("modules/a.ko", new ElfBuilder().Section(".debug_sup", Hex(link)).Build());
        Write("modules/a", new ElfBuilder(type: ElfType.Executable).Section(".debug_sup", Hex(own)).Build());
        using MappedFile file = MappedFile.Open(PathOf("modules/a.ko"));
        if (isIt)
        {
            using SupplementaryObject? found = Search.Open(ElfFile.Parse(file.Contents));
            Assert.NotNull(found);
        }
        else
        {
            Assert.Throws<RefusedException>(() => Search.Open(ElfFile.Parse(file.Contents)));
        }
    }

    private SupplementarySearch Search => SupplementarySearch.Below(PathOf("debug"), DecompressionLimit.Standard);

    private static byte[] Hex(string bytes) => Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] LinkTo(string name) => [.. System.Text.Encoding.UTF8.GetBytes(name), 0, .. Convert.FromHexString(Id)];

    private static byte[] Other(string id)
    {
        byte[] note = [4, 0, 0, 0, (byte)(id.Length / 2), 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8, .. Convert.FromHexString(id)];
        return new DwarfBuilder().Unit(new UnitSpec { Type = DwUnitType.Partial }, Die(DwTag.PartialUnit))
            .AddTo(new ElfBuilder(type: ElfType.Executable)).Section(".note.gnu.build-id", note, ElfSectionType.Note).Build();
    }

    private string PathOf(string path) => Path.Combine(_folder, path);

    private void Write(string path, byte[] contents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllBytes(PathOf(path), contents);
    }

    /// <summary>The path of the file that is found for an object with a link; <c>@</c> in it is the test's directory.</summary>
    private string? Found(string link, SupplementarySearch? search = null)
    {
        Write("modules/a.ko", new ElfBuilder().Section(".gnu_debugaltlink", LinkTo(link.Replace("@", _folder, StringComparison.Ordinal))).Build());
        using MappedFile file = MappedFile.Open(PathOf("modules/a.ko"));
        using SupplementaryObject? found = (search ?? Search).Open(ElfFile.Parse(file.Contents));
        return found?.Elf.Image.Source.File;
    }

    private string Refused(string link, string? what)
    {
        string message = Assert.Throws<RefusedException>(() => Found(link)).Message;
        Assert.StartsWith($"{PathOf("modules/a.ko")}: ", message, StringComparison.Ordinal);
        Assert.True(what is null || message.EndsWith(what, StringComparison.Ordinal), message);
        return message;
    }
}
