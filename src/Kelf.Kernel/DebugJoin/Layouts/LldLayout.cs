// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Hashing;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>lld 19, as it is without <c>-O</c>.</summary>
internal sealed class LldLayout : ILinkerLayout
{
    private const int ShardBits = 5;

    /// <inheritdoc/>
    public bool SortsRelocations => false;

    /// <inheritdoc/>
    public bool KeepsAddends => true;

    /// <inheritdoc/>
    // Of --build-id alone it makes a hash of 8 bytes.
    public bool IsForeign(string flag) =>
        flag is "--build-id" or "--gdb-index" or "--debug-names" or "--gc-sections"
        || (flag.StartsWith("-O", StringComparison.Ordinal) && flag != "-O1")
        || flag.StartsWith("--icf", StringComparison.Ordinal);

    /// <summary>In the order of the headers.</summary>
    public IEnumerable<ElfSection> InFileOrder(ElfFile image, uint first) =>
        image.Sections.ToArray().Where(section => section.Index.Value >= first && !section.IsAllocated);

    /// <summary>Each thread of lld has some of 32 parts, and the hash of a string says which part it goes to; ends of others stay.</summary>
    public (ReadOnlyMemory<byte> Bytes, IReadOnlyList<uint> Offsets) Merge(ByteStringTable strings)
    {
        byte[] shards = new byte[strings.Count];
        for (int i = 0; i < shards.Length; i++)
        {
            shards[i] = (byte)((uint)XxHash3.HashToUInt64(strings[i]) >> (32 - ShardBits));
        }

        uint[] offsets = new uint[shards.Length];
        StringRoom room = new();
        for (int shard = 0; shard < 1 << ShardBits; shard++)
        {
            for (int i = 0; i < shards.Length; i++)
            {
                if (shards[i] == shard)
                {
                    offsets[i] = room.Take(strings[i].Length);
                }
            }
        }

        byte[] bytes = new byte[room.Size];
        for (int i = 0; i < offsets.Length; i++)
        {
            strings[i].CopyTo(bytes.AsSpan((int)offsets[i]));
        }

        return (bytes, offsets);
    }

    /// <inheritdoc/>
    public IBuildId? FindBuildId(ElfFile image) => BuildIdPlace.Find(image) is { } place ? new LldBuildId(place) : null;
}
