// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Entries;

/// <summary>What is wrong with an entry, with the file, section and offset where it stands.</summary>
internal static class EntryErrors
{
    private const int LongestChain = 8;

    /// <summary>A line for a message.</summary>
    public static string Describe(DwarfUnit unit, DieOffset entry, string what) => At(unit, entry, what).Message;

    /// <summary>A warning about an entry.</summary>
    public static Diagnostic Warning(string kind, DwarfUnit unit, DieOffset entry, string what) =>
        At(unit, entry, what, kind).Diagnostic with { Severity = Severity.Warning };

    /// <summary>The name of a unit: its source file, as the compiler was given it.</summary>
    public static string NameOf(DwarfUnit unit) => PrintableText.Of(unit.Name);

    /// <summary>An error about an entry.</summary>
    public static RefusedException At(DwarfUnit unit, DieOffset entry, string what, string kind = ErrorKind.Refused) =>
        new(unit.Contents.Malformed((ulong)unit.PositionOf(entry), what), kind);

    /// <summary>An error about an entry of any unit.</summary>
    public static RefusedException At(DwarfFile file, DieOffset entry, string what) =>
        new(file.Malformed(entry, what));

    /// <summary>A type that leads back to itself with nothing on the way that ends it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chain">The entries from the type to itself.</param>
    public static RefusedException Endless(DwarfFile file, IEnumerable<DieOffset> chain)
    {
        DieOffset[] shown = [.. chain.Take(LongestChain + 1)];
        string entries = string.Join(" -> ", shown.Take(LongestChain).Select(entry => $"0x{entry.Value:x}"));
        string more = shown.Length > LongestChain ? " -> ..." : "";
        return At(file, shown[0], $"type refers to itself without a name in between: {entries}{more}");
    }
}
