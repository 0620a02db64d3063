// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Sorttable;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>What happens to the file.</summary>
public sealed class InPlaceTests : IDisposable
{
    private static readonly DateTime Earlier = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-sorttable-");

    private string Target => Path.Combine(_folder.FullName, "vmlinux");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_open_descriptor_sees_the_new_bytes()
    {
        byte[] file = new KernelImage { Exceptions = [(2, 0, 0), (1, 0, 0)] }.ToElf().Build();
        File.WriteAllBytes(Target, file);
        using FileStream open = new(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        SorttableTool.Run(Target, new SorttableOptions());
        byte[] seen = new byte[file.Length];
        open.ReadExactly(seen);
        Assert.Equal(SortedImage.Of(file).File, seen);
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_sorted_file_is_not_written()
    {
        File.WriteAllBytes(Target, new KernelImage { SortNeeded = 0 }.ToElf().Build());
        File.SetLastWriteTimeUtc(Target, Earlier);
        File.SetUnixFileMode(Target, UnixFileMode.UserRead);
        Assert.Empty(SorttableTool.Run(Target, new SorttableOptions()).Edits);
        Assert.Equal(Earlier, File.GetLastWriteTimeUtc(Target));
    }
}
