// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class PassedBytesTests : IDisposable
{
    // The system may map so much at once.
    private const ulong HugePage = 2 << 20;
    private const ulong Portion = 32 << 20;
    private const ulong Length = (3 * Portion) + 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("kelf-passed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Portion - 1, Length)]
    [InlineData(Portion, Length - Portion)]
    [InlineData((2 * Portion) + HugePage, Length - (2 * Portion) - HugePage)]
    [InlineData(Length + 1, Length)]
    public void What_was_passed_is_given_back_by_portions(ulong place, ulong left)
    {
        using MappedFile file = Read();
        PassedBytes passed = new(file.Contents);
        passed.Reach(place);
        Assert.Equal(Pages(left), Resident());
    }

    [Fact]
    public void What_was_given_back_is_not_again()
    {
        using MappedFile file = Read();
        PassedBytes passed = new(file.Contents);
        passed.Reach(Portion);
        Assert.True(file.Contents.IsZero(0, 1));
        passed.Reach((2 * Portion) - 1);
        Assert.True(Resident() > Pages(Length - Portion));
        passed.Reach(2 * Portion);
        // What was read again, and what the system maps with it.
        Assert.InRange(Resident(), Pages(Length - (2 * Portion)) + 1, Pages(Length - (2 * Portion)) + (long)HugePage);
        passed.Reach(Length);
        Assert.InRange(Resident(), 1, (long)HugePage);
    }

    private static long Pages(ulong bytes)
    {
        ulong page = (ulong)Environment.SystemPageSize;
        return (long)((bytes + page - 1) / page * page);
    }

    // All of its pages are in memory.
    private MappedFile Read()
    {
        string path = Path.Combine(_folder, "passed");
        using (FileStream file = File.Create(path))
        {
            file.SetLength((long)Length);
        }

        MappedFile map = MappedFile.Open(path);
        Assert.True(map.Contents.IsZero(0, Length));
        Assert.Equal(Pages(Length), Resident());
        return map;
    }

    private long Resident() => File.ReadLines("/proc/self/smaps")
        .SkipWhile(line => !line.EndsWith(Path.Combine(_folder, "passed"), StringComparison.Ordinal))
        .Where(line => line.StartsWith("Rss:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .First();
}
