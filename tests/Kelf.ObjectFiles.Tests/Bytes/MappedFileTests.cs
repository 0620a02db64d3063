// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class MappedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kelf-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Maps_a_file()
    {
        string path = Path.Combine(_folder, "a.o");
        File.WriteAllBytes(path, [1, 2, 3]);
        using MappedFile file = MappedFile.Open(path);
        Assert.Equal([1, 2, 3], file.Contents.Span().ToArray());
        Assert.Equal(path, file.Path);
        Assert.Equal(path, file.Contents.Source.File);
    }

    [Fact]
    public void An_empty_file_is_an_empty_region()
    {
        string path = Path.Combine(_folder, "empty");
        File.WriteAllBytes(path, []);
        using MappedFile file = MappedFile.Open(path);
        Assert.True(file.Contents.IsEmpty);
        Assert.Equal(path, file.Contents.Source.File);
    }

    [Fact]
    public void Refuses_what_is_absent_or_a_directory()
    {
        string absent = Path.Combine(_folder, "none", "a.o");
        Assert.Equal(
            $"{absent}: No such file or directory",
            Assert.Throws<UnreadableFileException>(() => MappedFile.Open(absent)).Message);
        Assert.Equal(
            $"{_folder}: Is a directory", Assert.Throws<UnreadableFileException>(() => MappedFile.Open(_folder)).Message);
    }

    [Fact]
    public void Refuses_a_name_that_no_file_can_have()
    {
        UnreadableFileException error = Assert.Throws<UnreadableFileException>(() => MappedFile.Open("a\0b"));
        Assert.Equal("a\0b", error.InputFile);
    }

    [Fact]
    public void Closing_twice_is_closing_once()
    {
        string path = Path.Combine(_folder, "a.o");
        File.WriteAllBytes(path, [1]);
        MappedFile file = MappedFile.Open(path);
        file.Dispose();
        file.Dispose();
    }
}
