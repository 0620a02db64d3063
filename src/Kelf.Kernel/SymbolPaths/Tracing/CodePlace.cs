// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>A place in code: an address in a linked image, an offset in a section of a module.</summary>
/// <param name="Section">Number of the section; 0 in a linked image.</param>
/// <param name="Offset">Offset in it, or the address.</param>
internal readonly record struct CodePlace(uint Section, ulong Offset)
{
    /// <summary>By section, then by offset.</summary>
    public static IComparer<CodePlace> Order { get; } = Comparer<CodePlace>.Create((left, right) =>
        left.Section.CompareTo(right.Section) is not 0 and int order ? order : left.Offset.CompareTo(right.Offset));
}
