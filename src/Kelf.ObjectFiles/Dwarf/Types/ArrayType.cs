// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>An array (DWARF 5 §5.5), of one or more dimensions.</summary>
public readonly struct ArrayType
{
    private ArrayType(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Whether it is a vector of a processor's unit (<c>DW_AT_GNU_vector</c>).</summary>
    public bool IsVector => Entry.TryFind(DwAttribute.GnuVector, out AttributeValue flag) && flag.IsTrue;

    /// <summary>The dimensions, the outermost first; <see cref="Subrange.TryFrom"/> makes views of them.</summary>
    public ChildEntries Dimensions => Entry.ChildrenOf(DwTag.SubrangeType);

    /// <summary>Views an entry as an array.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out ArrayType array)
    {
        array = entry.Tag == DwTag.ArrayType ? new ArrayType(entry) : default;
        return entry.Tag == DwTag.ArrayType;
    }

    /// <summary>The type of the elements.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="MalformedFileException">It leads to no entry, or is malformed.</exception>
    public bool TryElementType(out TypeEntry type) => Entry.TryType(out type);

    /// <summary>The number of elements in all dimensions together.</summary>
    /// <returns>False when a dimension has no fixed number, there is none, or 64 bits do not suffice.</returns>
    /// <exception cref="MalformedFileException">A dimension is malformed.</exception>
    public bool TryCount(out ulong count)
    {
        UInt128 product = 1;
        bool isKnown = false;
        foreach (TypeEntry child in Dimensions)
        {
            isKnown = Subrange.TryFrom(child, out Subrange dimension) && dimension.TryCount(out ulong here)
                && (product *= here) <= ulong.MaxValue;
            if (!isKnown)
            {
                break;
            }
        }

        count = isKnown ? (ulong)product : 0;
        return isKnown;
    }
}
