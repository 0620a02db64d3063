// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

using Microsoft.Win32.SafeHandles;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class OutputFileTests : IDisposable
{
    private static readonly DateTime Earlier = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private const int WriteFlag = 1; // O_WRONLY
    private const int AppendFlag = 0x400; // O_APPEND
    private const int FromHere = 1; // SEEK_CUR
    private const int FromEnd = 2; // SEEK_END

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
        Assert.Equal("/dev/full", error.File);
    }

    // A target may be of any length that names can have.
    [Fact]
    public void A_name_of_255_bytes_is_written()
    {
        string path = Path.Combine(_folder.FullName, new string('n', 255));
        Write(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Write(path, "newer");
        Assert.Equal("newer", File.ReadAllText(path));
        Assert.Equal([path], Entries());
    }

    // Relative to where the link is, not to the root and not to the directory of the process.
    [Theory]
    [InlineData("real")]
    [InlineData("sub/../real")]
    [InlineData("sub/deep")]
    [InlineData("chain")]
    public void A_link_leads_where_the_system_says(string text)
    {
        string sub = Directory.CreateDirectory(Path.Combine(_folder.FullName, "sub")).FullName;
        string real = Path.Combine(_folder.FullName, "real");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "chain"), "sub/deep");
        File.CreateSymbolicLink(Path.Combine(sub, "deep"), "../real");
        string link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, text);
        Write(link, "new");
        Assert.Equal("new", File.ReadAllText(real));
        Assert.Equal(text, new FileInfo(link).LinkTarget);
        Assert.Equal("../real", new FileInfo(Path.Combine(sub, "deep")).LinkTarget);
        Assert.False(File.Exists("/real"));
    }

    [Fact]
    public void A_link_to_nothing_makes_what_it_names()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "sub"));
        string link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, "sub/made");
        Write(link, "new");
        Assert.Equal("sub/made", new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(Path.Combine(_folder.FullName, "sub", "made")));
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        string link = Path.Combine(_folder.FullName, "one");
        File.CreateSymbolicLink(link, "two");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "two"), "one");
        UnwritableFileException error = Assert.Throws<UnwritableFileException>(() => OutputFile.Create(link, keepsTime: false));
        Assert.Equal($"{link}: Too many levels of symbolic links", error.Message);
        Assert.Equal(2, Entries().Length);
    }

    // Whatever the path looks like: a device that is replaced by a file is gone for all.
    [Theory]
    [InlineData("///dev/null")]
    [InlineData("/tmp/../dev/null")]
    [InlineData("/proc/self/root/dev/null")]
    [InlineData("link")]
    [InlineData("relative")]
    public void A_device_by_any_name_stays_one(string path)
    {
        string up = string.Concat(Enumerable.Repeat("../", _folder.FullName.Count(c => c == '/')));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), "/dev/null");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "relative"), up + "dev/null");
        Write(Path.Combine(_folder.FullName, path), "gone");
        FileIdentity device = FileIdentity.TryRead("/dev/null")!.Value;
        Assert.False(device.IsRegular);
        Assert.False(device.IsDirectory);
        Assert.Empty(Directory.EnumerateFiles("/dev", ".*"));
    }

    // An ordinary file system, although its name begins as those of devices.
    [Theory]
    [InlineData(null)]
    [InlineData("old contents that are longer")]
    public void Shared_memory_is_ordinary(string? old)
    {
        DirectoryInfo folder = Directory.CreateDirectory($"/dev/shm/kelf-output-{Guid.NewGuid():N}");
        try
        {
            string path = Path.Combine(folder.FullName, "image");
            if (old is not null)
            {
                File.WriteAllText(path, old);
            }

            using (OutputFile file = OutputFile.Create(path, keepsTime: false))
            {
                file.Write("new"u8);
                file.Flush();
                Assert.Equal(old, File.Exists(path) ? File.ReadAllText(path) : null);
                file.Commit();
            }

            Assert.Equal("new", File.ReadAllText(path));
            Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Between creation and commit there is nothing that SIGKILL could leave, on a file system that has files without names.
    [Fact]
    public void What_is_being_written_has_no_name()
    {
        using OutputFile file = OutputFile.Create(Target, keepsTime: false);
        file.Write(new byte[1 << 20]);
        file.Flush();
        Assert.Empty(Entries());
        file.Complete();
        Assert.Empty(Entries());
    }

    // More than the process may have open.
    [Fact]
    public void Thousands_wait_for_their_commit()
    {
        WriteAll("contents");
        Assert.Equal(3000, Entries().Length);
        Assert.All(Entries(), path => Assert.Equal($"contents {Path.GetFileName(path)}", File.ReadAllText(path)));
        Array.ForEach(Entries(), path => File.SetLastWriteTimeUtc(path, Earlier));
        WriteAll("contents");
        Assert.All(Entries(), path => Assert.Equal(Earlier, File.GetLastWriteTimeUtc(path)));
        WriteAll("changes!");
        Assert.Equal(3000, Entries().Length);
        Assert.All(Entries(), path => Assert.Equal($"changes! {Path.GetFileName(path)}", File.ReadAllText(path)));

        void WriteAll(string contents)
        {
            OutputFile[] files =
                [.. Enumerable.Range(0, 3000).Select(i => OutputFile.Create(Path.Combine(_folder.FullName, $"{i}"), keepsTime: true))
                .Select((file, i) =>
                {
                    file.Write(System.Text.Encoding.ASCII.GetBytes($"{contents} {i}"));
                    file.Complete();
                    return file;
                })];
            Assert.All(Entries(), path => Assert.InRange(Path.GetFileName(path).Length, 1, 32));
            Array.ForEach(files, file => file.Commit());
            Array.ForEach(files, file => file.Dispose());
        }
    }

    [Fact]
    public void Owner_mode_and_attributes_are_those_of_what_was_there()
    {
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        byte[] name = [.. "user.kelf.test"u8, 0];
        Assert.SkipUnless(SetAttribute(Target, name, "value"u8.ToArray(), 5, 0) == 0, "no attributes on this file system");
        bool isRoot = Environment.IsPrivilegedProcess;
        Assert.True(!isRoot || ChangeOwner(Target, 12345, 54321) == 0);
        Write(Target, "new");
        byte[] value = new byte[16];
        Assert.Equal(5, GetAttribute(Target, name, value, 16));
        Assert.Equal("value"u8, value.AsSpan(0, 5));
        FileIdentity status = FileIdentity.TryRead(Target)!.Value;
        Assert.Equal(0b110_000_100, status.Mode & 0b111_111_111);
        Assert.True(!isRoot || (status.Owner, status.Group) == (12345u, 54321u));
        Assert.Equal("new", File.ReadAllText(Target));
    }

    [Fact]
    public void A_hard_link_is_replaced_and_that_is_told()
    {
        string other = Path.Combine(_folder.FullName, "other");
        File.WriteAllText(other, "old");
        Assert.Equal(0, Link(other, Target));
        List<string> told = [];
        OutputFile.TellReplaced = told.Add;
        try
        {
            Write(Target, "new");
        }
        finally
        {
            OutputFile.TellReplaced = null;
        }

        Assert.Equal("old", File.ReadAllText(other));
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Contains($"{Target}: was one of 2 names of a file (hard links); the others have the old contents", told);
    }

    // Its mapped contents stay what they are: another file has its name.
    [Fact]
    public void An_input_is_replaced_not_overwritten()
    {
        File.WriteAllText(Target, "old");
        using MappedFile input = MappedFile.Open(Target);
        string link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, "target");
        Write(link, "new");
        Assert.Equal("old"u8, input.Contents.Span());
        Assert.Equal("new", File.ReadAllText(Target));
    }

    // A write through the descriptor would change what is being read.
    [Fact]
    public void An_input_that_would_be_written_directly_is_refused()
    {
        File.WriteAllText(Target, "old");
        using MappedFile input = MappedFile.Open(Target);
        using FileStream open = new(Target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        string path = $"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}";
        using OutputFile file = OutputFile.Create(path, keepsTime: false);
        UnwritableFileException error = Assert.Throws<UnwritableFileException>(() =>
        {
            file.Write("new"u8);
            file.Commit();
        });
        Assert.Equal($"{path}: is an input, too, and cannot be written while it is read", error.Message);
        Assert.Equal("old", File.ReadAllText(Target));
    }

    // What others wrote to the open file stays, and what is written next comes after.
    [Theory]
    [InlineData(0)]
    [InlineData(AppendFlag)]
    public void An_open_file_is_written_where_it_stands(int flags)
    {
        File.WriteAllText(Target, "log:");
        using SafeFileHandle open = new(OpenFile(Target, WriteFlag | flags), ownsHandle: true);
        Assert.Equal(4, Seek(open, 0, FromEnd));
        Write($"/dev/fd/{open.DangerousGetHandle()}", "kelf:");
        Write($"/proc/thread-self/fd/{open.DangerousGetHandle()}", "again");
        Assert.Equal("log:kelf:again", File.ReadAllText(Target));
        Assert.Equal([Target], Entries());
    }

    [Fact]
    public void An_image_goes_where_an_open_file_stands()
    {
        File.WriteAllText(Target, "log:");
        using SafeFileHandle open = new(OpenFile(Target, WriteFlag), ownsHandle: true);
        Assert.Equal(4, Seek(open, 0, FromEnd));
        using OutputFile file = OutputFile.Create($"/dev/fd/{open.DangerousGetHandle()}", keepsTime: false);
        file.WriteAt(2, "xy"u8);
        file.WriteAt(0, "ab"u8);
        file.SetLength(4);
        file.Commit();
        Assert.Equal("log:abxy", File.ReadAllText(Target));
        Assert.Equal(8, Seek(open, 0, FromHere));
    }

    [Fact]
    public void An_image_cannot_be_appended()
    {
        File.WriteAllText(Target, "log:");
        using SafeFileHandle open = new(OpenFile(Target, WriteFlag | AppendFlag), ownsHandle: true);
        using OutputFile file = OutputFile.Create($"/dev/fd/{open.DangerousGetHandle()}", keepsTime: false);
        UnwritableFileException error = Assert.Throws<UnwritableFileException>(() => file.WriteAt(2, "xy"u8));
        Assert.Equal("is open for appending, and this is not written from its start to its end", error.What);
        Assert.Equal("log:", File.ReadAllText(Target));
    }

    // It cannot be opened a second time: there is only the descriptor.
    [Fact]
    public void A_socket_is_written_through_its_descriptor()
    {
        int[] pair = new int[2];
        Assert.Equal(0, SocketPair(1, 1, 0, pair));
        using SafeFileHandle one = new(pair[0], ownsHandle: true);
        using SafeFileHandle other = new(pair[1], ownsHandle: true);
        Write($"/dev/fd/{pair[0]}", "through");
        byte[] read = new byte[16];
        Assert.Equal(7, ReadBytes(other, read, 16));
        Assert.Equal("through"u8, read.AsSpan(0, 7));
    }

    [Fact]
    public void A_descriptor_that_is_closed_is_an_error()
    {
        UnwritableFileException error = Assert.Throws<UnwritableFileException>(() => OutputFile.Create("/dev/fd/999999", keepsTime: false));
        Assert.Equal("No such file or directory", error.What);
    }

    [Fact]
    public void Equal_contents_of_what_is_open_are_written_again()
    {
        File.WriteAllText(Target, "same");
        using SafeFileHandle open = new(OpenFile(Target, WriteFlag | AppendFlag), ownsHandle: true);
        string path = $"/dev/fd/{open.DangerousGetHandle()}";
        Assert.True(OutputFile.HasContents(Target, "same"u8));
        Assert.False(OutputFile.HasContents(path, "same"u8));
        using (OutputFile file = OutputFile.Create(path, keepsTime: true))
        {
            file.Write("same"u8);
            file.Commit();
        }

        Assert.Equal("samesame", File.ReadAllText(Target));
    }

    // The table that native code reads: the name is there before the file, and gone when the file is.
    [Fact]
    public void Temporary_names_are_where_native_code_finds_them()
    {
        byte[] path = [.. "some/name"u8, 0];
        Temporaries.Name[] held = new Temporaries.Name[300];
        using (Temporaries.Hold())
        {
            for (int i = 0; i < held.Length; i++)
            {
                held[i] = Temporaries.Add(path);
            }
        }

        Assert.Equal(held.Length, Count(Temporaries.Names));
        using (Temporaries.Hold())
        {
            Array.ForEach(held, Temporaries.Remove);
        }

        Assert.Equal(0, Count(Temporaries.Names));

        static int Count(nint block)
        {
            int count = 0;
            for (; block != 0; block = Marshal.ReadIntPtr(block))
            {
                for (int i = 1; i <= 127; i++)
                {
                    count += Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(block, i * nint.Size)) == "some/name" ? 1 : 0;
                }
            }

            return count;
        }
    }

    private string[] Entries() => [.. Directory.EnumerateFileSystemEntries(_folder.FullName)];

    private static void Write(string path, string contents)
    {
        using OutputFile file = OutputFile.Create(path, keepsTime: false);
        file.Write(System.Text.Encoding.ASCII.GetBytes(contents));
        file.Commit();
    }

    [DllImport("libc", EntryPoint = "link")]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "setxattr")]
    private static extern int SetAttribute(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, [In] byte[] name, [In] byte[] value, nuint size, int flags);

    [DllImport("libc", EntryPoint = "getxattr")]
    private static extern nint GetAttribute(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, [In] byte[] name, [Out] byte[] value, nuint size);

    [DllImport("libc", EntryPoint = "lseek")]
    private static extern long Seek(SafeFileHandle file, long offset, int origin);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "socketpair")]
    private static extern int SocketPair(int family, int type, int protocol, [Out] int[] pair);

    [DllImport("libc", EntryPoint = "read")]
    private static extern nint ReadBytes(SafeFileHandle file, [Out] byte[] bytes, nuint count);
}
