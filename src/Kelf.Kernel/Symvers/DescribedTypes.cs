// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Symvers;

/// <summary>
/// What the walk found: a text for each type name, and one for each alias group of symbols. The references in all texts
/// are numbers of <see cref="Types"/>.
/// </summary>
internal sealed class DescribedTypes(TypeTexts types, byte[]?[] groupTexts)
{
    /// <summary>The texts of types by name.</summary>
    public TypeTexts Types { get; } = types;

    /// <summary>The texts of alias groups, null where nothing describes the group.</summary>
    public byte[]?[] GroupTexts { get; } = groupTexts;

    /// <summary>Texts that a rule gives to single symbols of a group, by symbol.</summary>
    public Dictionary<int, byte[]> SymbolOverrides { get; } = [];

    /// <summary>The text of one symbol of a group.</summary>
    public byte[] TextOf(int symbol, int group) =>
        SymbolOverrides.TryGetValue(symbol, out byte[]? text) ? text : GroupTexts[group]!;
}
