// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Lists;
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.State;
using Kelf.Kernel.Shared.Files;

using Xunit;

namespace Kelf.Kernel.Tests.Kheaders;

public sealed class KheadersStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-state-");

    private string Archive => Path.Combine(_folder.FullName, "a.tar.xz");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        KheadersState state = Write();
        KheadersState read = KheadersState.TryRead(Archive)!;
        Assert.Equal(state.Settings, read.Settings);
        Assert.Equal(state.Lists.Source, read.Lists.Source);
        Assert.Equal(state.Lists.Object, read.Lists.Object);
        Assert.Equal(state.Archive, read.Archive);
        Assert.Equal(state.ArchiveHash, read.ArchiveHash);
        Assert.Equal(state.Blocks[0] with { Hash = [] }, read.Blocks[0] with { Hash = [] });
        Assert.Equal(
            state.Members.Select(m => (m.Name, m.Path, m.LinkTarget, m.Status, Convert.ToHexString(m.Hash!))),
            read.Members.Select(m => (m.Name, m.Path, m.LinkTarget, m.Status, Convert.ToHexString(m.Hash!))));
    }

    [Fact]
    public void Any_damage_makes_it_absent()
    {
        Write();
        string path = KheadersState.PathFor(Archive);
        byte[] good = File.ReadAllBytes(path);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 0x10;
            File.WriteAllBytes(path, bad);
            Assert.Null(KheadersState.TryRead(Archive));
            File.WriteAllBytes(path, good[..i]);
            Assert.Null(KheadersState.TryRead(Archive));
        }

        File.Delete(path);
        Assert.Null(KheadersState.TryRead(Archive));
    }

    private KheadersState Write()
    {
        File.WriteAllText(Archive, "archive");
        FileIdentity identity = FileIdentity.OfInput(Archive);
        KheadersState state = new()
        {
            Settings = "settings\nof a run",
            Lists = new HeaderLists("a\n"u8.ToArray(), []),
            Archive = identity,
            ArchiveHash = [1, 2, 3],
            Blocks = [new ArchiveBlock([4], 12, 34, 33, 100)],
            Members =
            [
                new HeaderMember("a.h", "../a.h") { Status = identity, Hash = [5, 6] },
                new HeaderMember("b.h", "../b.h") { Status = identity, LinkTarget = "a.h", Hash = [] },
            ],
        };
        state.Write(Archive);
        return state;
    }
}
