// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// The abbreviations that a stream defines for all blocks of a kind (LLVM BitCodeFormat, "BLOCKINFO Block"); a block of
/// this kind begins with them. Those that a module defines are for the blocks inside it, which nobody reads: only those that
/// stand beside modules count.
/// </summary>
internal sealed class BlockInfo
{
    private const ulong SetBlockId = 1;

    private readonly Dictionary<BlockId, List<AbbreviationOperand[]>> _abbreviations = [];

    /// <summary>The abbreviations of a kind of blocks, or null.</summary>
    public List<AbbreviationOperand[]>? Of(BlockId id) => _abbreviations.GetValueOrDefault(id);

    /// <summary>Adds what a BLOCKINFO block defines.</summary>
    public void Add(in Block block)
    {
        BlockReader reader = new(block, this);
        reader.Definitions = null;
        while (reader.NextRecord())
        {
            if (reader.Code == SetBlockId)
            {
                if (!reader.TryOperand(out ulong id))
                {
                    throw reader.Malformed("SETBID names no block");
                }

                if (!_abbreviations.TryGetValue((BlockId)id, out List<AbbreviationOperand[]>? list))
                {
                    _abbreviations.Add((BlockId)id, list = []);
                }

                reader.Definitions = list;
            }
        }
    }
}
