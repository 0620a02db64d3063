// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// Identity of a debugging entry: its offset in <c>.debug_info</c>, or, for entries of <c>.debug_types</c>, the
/// length of <c>.debug_info</c> plus the offset there. Those of a supplementary file come after all of them.
/// </summary>
/// <param name="Value">The offset in bytes.</param>
public readonly record struct DieOffset(ulong Value) : IComparable<DieOffset>
{
    /// <inheritdoc/>
    public int CompareTo(DieOffset other) => Value.CompareTo(other.Value);

    /// <summary>Earlier in the file.</summary>
    public static bool operator <(DieOffset left, DieOffset right) => left.Value < right.Value;

    /// <summary>Later in the file.</summary>
    public static bool operator >(DieOffset left, DieOffset right) => left.Value > right.Value;

    /// <summary>Not later in the file.</summary>
    public static bool operator <=(DieOffset left, DieOffset right) => left.Value <= right.Value;

    /// <summary>Not earlier in the file.</summary>
    public static bool operator >=(DieOffset left, DieOffset right) => left.Value >= right.Value;
}
