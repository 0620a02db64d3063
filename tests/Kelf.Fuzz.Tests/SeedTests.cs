// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Fuzz.Targets;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Fuzz.Tests;

public sealed class SeedTests
{
    private static readonly IReadOnlyList<Seed> Seeds = SeedCorpus.Load(folder: null);

    [Fact]
    public void There_are_enough_and_they_are_small()
    {
        Assert.True(Seeds.Count >= 20);
        Assert.Equal(Seeds.Count, Seeds.DistinctBy(seed => seed.Name).Count());
        Assert.All(Seeds, seed => Assert.InRange(seed.Bytes.Length, 100, 11_000));
    }

    [Fact]
    public void No_target_refuses_a_seed()
    {
        foreach (Seed seed in Seeds)
        {
            using NativeBuffer image = InMemory.File(seed.Bytes, seed.Name);
            foreach (IFuzzTarget target in FuzzTargets.All.Where(target => Suits(target.Name, seed.Name)))
            {
                target.Run(image.Contents, seed);
            }
        }
    }

    [Fact]
    public void Fields_of_every_kind_are_known()
    {
        Assert.Equal(Enum.GetValues<FieldKind>(), Seeds.SelectMany(seed => seed.Kinds).Distinct().Order());
        Assert.All(
            Seeds.SelectMany(seed => seed.Fields.Values.SelectMany(fields => fields.Select(field => (seed, field)))),
            pair => Assert.InRange(pair.field.Offset + pair.field.Width, 1, pair.seed.Bytes.Length));
    }

    [Fact]
    public void Fields_are_where_they_are_said_to_be()
    {
        Seed seed = Assert.Single(Seeds, candidate => candidate.Name == "generated/cycle");
        SeedField version = seed.Fields[FieldKind.UnitHeader][1];
        Assert.Equal([5, 0], seed.Bytes.AsSpan(version.Offset, version.Width).ToArray());
        Assert.Equal("v\nf\n"u8.ToArray(), seed.Symbols);
        Assert.Equal(12ul, seed.Entries[0]);
    }

    private static bool Suits(string target, string seed) =>
        seed.Contains("archive", StringComparison.Ordinal) ? target == "archive"
        : target == "tables" || seed.Contains("/tables-", StringComparison.Ordinal)
            ? target == "tables" && seed.Contains("/tables-", StringComparison.Ordinal)
        : seed.Contains("bitcode", StringComparison.Ordinal) ? target is "bitcode" or "initcalls"
        : seed.StartsWith("rust-names/", StringComparison.Ordinal) ? target == "rust-names"
        : seed.Contains("/stream-", StringComparison.Ordinal) ? target == "stream"
        : seed.Contains("/tar-", StringComparison.Ordinal) ? target == "tar"
        : seed.Contains("/image-", StringComparison.Ordinal) ? target == "image" && seed != "generated/image-kernel"
        : seed.StartsWith("sympaths/", StringComparison.Ordinal) ? target == "sympaths"
        : seed.StartsWith("modpost/text-", StringComparison.Ordinal) ? target == "modpost"
        : seed.StartsWith("modpost/", StringComparison.Ordinal) ? target is "elf" or "modpost"
        : seed.StartsWith("kabi/", StringComparison.Ordinal) ? target == "kabi"
        : seed.StartsWith("btf/", StringComparison.Ordinal) ? target == "btf"
        : seed.StartsWith("package/", StringComparison.Ordinal) ? target == "package"
        : seed.StartsWith("lineinfo/", StringComparison.Ordinal) ? target == "lineinfo"
        : seed == "kallsyms/map" ? target == "kallsyms"
        : seed.StartsWith("kallsyms/", StringComparison.Ordinal) ? target is "elf" or "kallsyms"
        : seed.StartsWith("linked/", StringComparison.Ordinal) ? target is "elf" or "relocs" or "split"
        : target is "elf" or "dwarf" or "symvers";
}
