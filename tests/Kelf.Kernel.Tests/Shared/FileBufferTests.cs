// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

/// <summary>One file after the other in one buffer: each is there whole, and what cannot be read says why.</summary>
public sealed class FileBufferTests : IDisposable
{
    private const int MostRead = 1 << 19;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-buffer-");
    private readonly FileBuffer _files = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(MostRead)]
    [InlineData(MostRead + 1)] // is mapped
    public void A_file_is_there_as_a_whole_after_any_other(int length)
    {
        byte[] bytes = Bytes(length);
        string path = Write("a", bytes);
        foreach (int before in (int[])[3, 200_000, 0])
        {
            using (FileBuffer.OpenedFile other = _files.Open(Write("b", new byte[before])))
            {
                Assert.Equal(before, other.Bytes.Length);
            }

            using FileBuffer.OpenedFile file = _files.Open(path);
            Assert.True(file.Bytes.SequenceEqual(bytes));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(MostRead + 1)]
    public void Only_the_very_contents_are_held(int length)
    {
        byte[] bytes = Bytes(length);
        string path = Write("a", bytes);
        Assert.True(_files.Holds(path, bytes));
        Assert.False(_files.Holds(path, [.. bytes, 0]));
        Assert.False(_files.Holds(path + "b", bytes));
        if (length > 0)
        {
            Assert.False(_files.Holds(path, bytes.AsSpan(1)));
            bytes[^1] ^= 1;
            Assert.False(_files.Holds(path, bytes));
        }
    }

    [Fact]
    public void What_cannot_be_read_says_why_and_holds_nothing()
    {
        Assert.Contains("No such file", Why(Path.Combine(_folder.FullName, "none")), StringComparison.Ordinal);
        Assert.Contains("Is a directory", Why(_folder.FullName), StringComparison.Ordinal);
        Assert.False(_files.Holds(_folder.FullName, "x"u8));
        Assert.False(_files.Holds("/dev/null", "x"u8));
        Assert.False(FileBuffer.IsThere(_folder.FullName));
        Assert.False(FileBuffer.IsThere("a\0b"));
        Assert.True(FileBuffer.IsThere(Write("a", [1])));
    }

    [Fact]
    public void What_the_system_makes_up_is_read_too()
    {
        using FileBuffer.OpenedFile file = _files.Open("/proc/self/status");
        Assert.True(file.Bytes.StartsWith("Name:"u8));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private string Why(string path)
    {
        UnreadableFileException failure = Assert.Throws<UnreadableFileException>(() =>
        {
            using FileBuffer.OpenedFile file = _files.Open(path);
        });
        return failure.Message;
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
