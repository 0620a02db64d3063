// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class OutputFileTests : IDisposable
{
    private static readonly DateTime Earlier = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-output-");

    private string Target => Path.Combine(_folder.FullName, "target");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_is_there_before_the_commit()
    {
        using (OutputFile file = OutputFile.Create(Target, keepsTime: true))
        {
            file.Write("abc"u8);
            Assert.False(File.Exists(Target));
            file.Write("def"u8);
            file.Commit();
        }

        Assert.Equal("abcdef", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Without_commit_the_target_stays_as_it_was()
    {
        File.WriteAllText(Target, "old");
        using (OutputFile file = OutputFile.Create(Target, keepsTime: false))
        {
            file.Write("new"u8);
        }

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder.FullName));
    }

    [Theory]
    [InlineData("same", true, true)]
    [InlineData("same", false, false)]
    [InlineData("diff", true, false)]
    [InlineData("longer", true, false)]
    [InlineData("", true, false)]
    public void Equal_contents_keep_the_time_stamp_when_asked(string contents, bool keepsTime, bool isKept)
    {
        File.WriteAllText(Target, "same");
        File.SetLastWriteTimeUtc(Target, Earlier);
        using (OutputFile file = OutputFile.Create(Target, keepsTime))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(contents));
            file.Commit();
        }

        Assert.Equal(contents, File.ReadAllText(Target));
        Assert.Equal(isKept, File.GetLastWriteTimeUtc(Target) == Earlier);
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Links_stay_and_modes_are_kept()
    {
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        string link = Path.Combine(_folder.FullName, "link");
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, mode);
        File.CreateSymbolicLink(link, "target");
        using (OutputFile file = OutputFile.Create(link, keepsTime: false))
        {
            file.Write("new"u8);
            file.Commit();
        }

        Assert.Equal("target", new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(mode, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void Devices_are_written_not_replaced()
    {
        using (OutputFile file = OutputFile.Create("/dev/null", keepsTime: true))
        {
            file.Write("gone"u8);
            file.Commit();
        }

        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Empty(Directory.EnumerateFiles("/dev", ".null*"));
    }

    [Fact]
    public void A_missing_folder_is_said_in_the_words_of_the_system()
    {
        string path = Path.Combine(_folder.FullName, "missing", "target");
        UnwritableFileException error =
            Assert.Throws<UnwritableFileException>(() => OutputFile.Create(path, keepsTime: true));
        Assert.Equal($"{path}: No such file or directory", error.Message);
        error = Assert.Throws<UnwritableFileException>(() => OutputFile.Create(_folder.FullName, keepsTime: true));
        Assert.Equal($"{_folder.FullName}: Is a directory", error.Message);
        error = Assert.Throws<UnwritableFileException>(() => OutputFile.Create("", keepsTime: true));
        Assert.Equal(": No such file or directory", error.Message);
    }

    [Fact]
    public void A_full_disk_is_an_error()
    {
        using OutputFile file = OutputFile.Create("/dev/full", keepsTime: true);
        UnwritableFileException error = Assert.Throws<UnwritableFileException>(() =>
        {
            file.Write(new byte[1 << 20]);
            file.Commit();
        });
        Assert.Equal("/dev/full", error.OutputFile);
    }
}
