// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.Archives.Streams;

/// <summary>How a block is compressed: a preset of liblzma with a few of its options changed (<c>lzma/lzma12.h</c>).</summary>
/// <param name="Preset">0 to 9, as with <c>xz -6</c>; with <see cref="Extreme"/> as with <c>xz -6e</c>.</param>
/// <param name="DictionarySize">Bytes of history, for which an encoder needs about ten times the memory.</param>
/// <param name="NiceLength">A match of this length, 2 to 273, is taken without looking for a better one.</param>
/// <param name="LiteralContextBits">High bits of the last byte that predict a literal, 0 to 4; null as in the preset.</param>
/// <param name="PositionBits">Low bits of the position that predict, 0 to 4: none helps with text; null as in the preset.</param>
/// <param name="Depth">How many candidates are looked at for a match; null as in the preset.</param>
public sealed record XzSettings(
    uint Preset, uint DictionarySize, uint NiceLength, uint? LiteralContextBits = null, uint? PositionBits = null,
    uint? Depth = null)
{
    /// <summary>A flag of presets: <c>LZMA_PRESET_EXTREME</c>.</summary>
    public const uint Extreme = 1u << 31;
}
