// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>What a unit says of the addresses that it was asked for.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Addresses">The addresses, by their numbers.</param>
/// <param name="Frames">The frames of each, or null.</param>
/// <param name="Failures">What is malformed and was left out.</param>
internal sealed record UnitAnswer(
    DwarfUnit Unit, IReadOnlyList<int> Addresses, IReadOnlyList<SourceFrame>?[] Frames, IReadOnlyList<MalformedFileException> Failures);
