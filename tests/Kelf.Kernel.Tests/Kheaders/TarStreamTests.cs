// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Archives;
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;

using Xunit;

namespace Kelf.Kernel.Tests.Kheaders;

/// <summary>The archive in parts is the archive as a whole.</summary>
public sealed class TarStreamTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-tar-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(3, 511, 2)]
    [InlineData(40, 100_000, 1)]
    [InlineData(40, 100_000, 2)]
    [InlineData(40, 100_000, 5)]
    [InlineData(3, 1 << 20, 2)]
    public void The_parts_are_the_whole(int count, int length, int threads)
    {
        using FixedWorkers workers = new(threads);
        HeaderMember[] members = Members(count, length);
        TarStream stream = new(members, StripMode.Original, 42, "k.tar.xz", workers);
        byte[][] parts = [.. stream.Parts().Select(part => part.ToArray())];

        HeaderContents contents = new();
        (HeaderMember Member, byte[] Text)[] read = [.. members.Select(member => contents.Read(member, StripMode.Original))];
        HeaderMember[] readMembers = [.. read.Select(item => item.Member)];
        byte[] whole = TarImage.Build(readMembers, [.. read.Select(item => item.Text)], 42, "k.tar.xz").Bytes;
        Assert.Equal(whole, parts.SelectMany(part => part));
        Assert.Equal(whole.Length, stream.Size);
        Assert.Equal((long)count * length >= 2 << 20, parts.Length > 2);
        Assert.Equal(
            readMembers.Select(member => (member.Name, member.Status, Convert.ToHexString(member.Hash ?? []))),
            stream.Members.Select(member => (member.Name, member.Status, Convert.ToHexString(member.Hash ?? []))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_header_that_goes_away_meanwhile_is_an_error(int threads)
    {
        using FixedWorkers workers = new(threads);
        HeaderMember[] members = Members(40, 100_000);
        TarStream stream = new(members, StripMode.Original, 42, "k.tar.xz", workers);
        File.Delete(members[30].Path);
        RefusedException failure = Assert.Throws<RefusedException>(() => stream.Parts().Count());
        Assert.Equal(("E-RACE", members[30].Path), (failure.Kind, failure.File));
    }

    [Fact]
    public void An_archive_that_is_too_large_is_named()
    {
        // Records of 10,240 bytes; two blocks of 512 are the end.
        const long Largest = (512 << 20) / 10_240 * 10_240;
        Assert.Equal(Largest, TarImage.WithEnd(Largest - 1024, "k.tar.xz"));
        Assert.Equal(
            $"k.tar.xz: {Largest + 10_240} bytes of headers are more than the limit of 536870912: list fewer",
            Assert.Throws<RefusedException>(() => TarImage.WithEnd(Largest - 1023, "k.tar.xz")).Message);
    }

    // Headers of different contents, and a link, in two directories.
    private HeaderMember[] Members(int count, int length)
    {
        List<HeaderMember> members = [];
        for (int i = 0; i < count; i++)
        {
            string path = Path.Combine(_folder.FullName, $"{i:00}.h");
            File.WriteAllText(path, (i % 2 == 0 ? "/* c */" : "") + new string((char)('a' + i % 26), length));
            members.Add(new HeaderMember($"{(i < count / 2 ? "a" : "b")}/{i:00}.h", path));
        }

        if (count > 0)
        {
            string link = Path.Combine(_folder.FullName, "link.h");
            File.CreateSymbolicLink(link, "00.h");
            members.Add(new HeaderMember("b/link.h", link));
        }

        members.Sort(MemberOrder.Instance);
        return MemberPlan.WithStatus([.. members], LinkMode.Keep, WorkerSource.None);
    }
}
