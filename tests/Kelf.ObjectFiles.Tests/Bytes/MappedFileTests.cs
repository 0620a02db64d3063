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

    // The number of the error is that of the call that failed, whatever is asked afterwards.
    [Fact]
    public void Says_why_a_file_cannot_be_opened()
    {
        string plain = Path.Combine(_folder, "plain");
        File.WriteAllBytes(plain, [1]);
        string loop = Path.Combine(_folder, "loop");
        File.CreateSymbolicLink(loop, loop);
        string socket = Path.Combine(_folder, "socket");
        using System.Net.Sockets.Socket listener = new(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
        Refused(Path.Combine(plain, "a.o"), "Not a directory");
        Refused(loop, "Too many levels of symbolic links");
        Refused(Path.Combine(_folder, new string('n', 300)), "File name too long");
        Refused(socket, "No such device or address");
    }

    [Fact]
    public void Refuses_what_is_no_file()
    {
        string fifo = Path.Combine(_folder, "fifo");
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", fifo))
        {
            make.WaitForExit();
        }

        Refused(fifo, "Not a regular file");
        Refused("/dev/zero", "Not a regular file");
        // Says that it has no bytes, and has some.
        Refused("/proc/self/status", "Not a regular file");
        using MappedFile nothing = MappedFile.Open("/dev/null");
        Assert.True(nothing.Contents.IsEmpty);
    }

    [Fact]
    public void What_was_read_need_not_stay_in_memory()
    {
        const int Length = 64 << 20;
        string path = Path.Combine(_folder, "large");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(Length);
        }

        using MappedFile map = MappedFile.Open(path);
        Assert.True(map.Contents.IsZero(0, Length));
        long before = MappedBytes(path);
        map.Contents.Forget(1, Length - 2);
        Assert.InRange(before, Length / 2, Length);
        Assert.InRange(MappedBytes(path), 0, 2 * Environment.SystemPageSize);
        Assert.True(map.Contents.IsZero(0, Length));
    }

    [Fact]
    public void Refuses_a_name_that_no_file_can_have()
    {
        UnreadableFileException error = Assert.Throws<UnreadableFileException>(() => MappedFile.Open("a\0b"));
        Assert.Equal("a\0b", error.File);
    }

    private static void Refused(string path, string reason) =>
        Assert.Equal($"{path}: {reason}", Assert.Throws<UnreadableFileException>(() => MappedFile.Open(path)).Message);

    // Bytes of a file that are in the memory of this process: /proc/self/smaps.
    private static long MappedBytes(string path) => File.ReadLines("/proc/self/smaps")
        .SkipWhile(line => !line.EndsWith(path, StringComparison.Ordinal))
        .Where(line => line.StartsWith("Rss:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024)
        .First();

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
