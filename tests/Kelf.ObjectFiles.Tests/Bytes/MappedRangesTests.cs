// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

/// <summary>The table that a signal handler reads, as it reads it: <c>struct { size_t count; struct { start, length, name } *ranges; }</c>.</summary>
public sealed class MappedRangesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-ranges-");

    // Other tests map files at the same time: only those of this folder count here.
    [Fact]
    public void A_mapped_file_is_in_the_table_until_it_is_given_back()
    {
        nint table = MappedRanges.Publish(path => "<" + path + ">");
        MappedFile[] files = [.. Enumerable.Range(0, 40).Select(i => Map(i, length: i + 1))];
        Dictionary<string, (nint Start, nint Length)> ranges = Read(table);
        Assert.Equal(40, ranges.Count);
        for (int i = 0; i < files.Length; i++)
        {
            (nint start, nint length) = ranges[$"<{files[i].Path}>"];
            Assert.Equal(i + 1, length);
            // It is the file: its first byte can be read there.
            Assert.Equal((byte)i, Marshal.ReadByte(start));
        }

        for (int i = 0; i < files.Length; i += 2)
        {
            files[i].Dispose();
        }

        Assert.Equal(files.Where((_, i) => i % 2 == 1).Select(file => $"<{file.Path}>").Order(), Read(table).Keys.Order());

        // Places are used again.
        nint count = Marshal.ReadIntPtr(table);
        MappedFile[] more = [.. Enumerable.Range(100, 10).Select(i => Map(i, length: 3))];
        Assert.Equal(30, Read(table).Count);
        Assert.InRange(Marshal.ReadIntPtr(table), count, count + 64);
        foreach (MappedFile file in files.Concat(more))
        {
            file.Dispose();
        }

        Assert.Empty(Read(table));
    }

    [Fact]
    public void An_empty_file_has_no_addresses()
    {
        nint table = MappedRanges.Publish(path => path);
        File.WriteAllBytes(At("empty"), []);
        using MappedFile file = MappedFile.Open(At("empty"));
        Assert.Empty(Read(table));
    }

    [Fact]
    public void The_table_stays_where_it_is() =>
        Assert.Equal(MappedRanges.Publish(path => path), MappedRanges.Publish(path => path));

    public void Dispose() => _folder.Delete(recursive: true);

    private MappedFile Map(int number, int length)
    {
        string path = At($"{number}");
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)number, length)]);
        return MappedFile.Open(path);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Dictionary<string, (nint Start, nint Length)> Read(nint table)
    {
        nint count = Marshal.ReadIntPtr(table);
        nint ranges = Marshal.ReadIntPtr(table, IntPtr.Size);
        Dictionary<string, (nint, nint)> found = [];
        for (nint i = 0; i < count; i++)
        {
            nint range = ranges + (i * 3 * IntPtr.Size);
            nint length = Marshal.ReadIntPtr(range, IntPtr.Size);
            if (length != 0 && Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(range, 2 * IntPtr.Size)) is { } name
                && name.Contains(_folder.FullName, StringComparison.Ordinal))
            {
                found.Add(name, (Marshal.ReadIntPtr(range), length));
            }
        }

        return found;
    }
}
