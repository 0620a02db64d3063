// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>The size of any type, which many types do not say themselves (DWARF 5 §5).</summary>
public static class TypeSize
{
    // Real types are some ten levels of names and qualifiers deep.
    private const int MostLevels = 256;

    /// <summary>Passes over type names and qualifiers: <c>const u32</c> is <c>unsigned int</c>.</summary>
    /// <param name="type">Any type.</param>
    /// <param name="bare">What it stands for.</param>
    /// <returns>False when that is <c>void</c>.</returns>
    /// <exception cref="MalformedFileException">A type is malformed, or refers to itself.</exception>
    public static bool TryStrip(in TypeEntry type, out TypeEntry bare)
    {
        bare = type;
        for (int level = 0; level < MostLevels; level++)
        {
            if (!ModifierType.IsTransparent(bare.Tag))
            {
                return true;
            }

            if (!bare.TryType(out bare))
            {
                return false;
            }
        }

        throw type.Malformed($"type leads over more than {MostLevels} others");
    }

    /// <summary>The size in bytes.</summary>
    /// <param name="type">Any type.</param>
    /// <param name="bytes">Its size.</param>
    /// <returns>False when it has none, such as <c>void</c>, a declaration, or an array without bounds.</returns>
    /// <exception cref="MalformedFileException">A type is malformed, or refers to itself.</exception>
    public static bool TryFind(in TypeEntry type, out ulong bytes)
    {
        UInt128 elements = 1;
        TypeEntry current = type;
        for (int level = 0; level < MostLevels; level++)
        {
            if (!TryStrip(current, out current))
            {
                break;
            }

            if (current.HasByteSize)
            {
                return TryMultiply(elements, current.ByteSize, out bytes);
            }

            if (current.Tag is DwTag.PointerType or DwTag.ReferenceType or DwTag.RvalueReferenceType)
            {
                return TryMultiply(elements, current.Unit.Format.AddressSize, out bytes);
            }

            if (ArrayType.TryFrom(current, out ArrayType array))
            {
                if (!array.TryCount(out ulong count) || (elements *= count) > ulong.MaxValue)
                {
                    break;
                }
            }
            else if (current.Tag != DwTag.EnumerationType)
            {
                break;
            }

            // Of an array the element, of an enumeration the type of its values.
            if (!current.TryType(out current))
            {
                break;
            }

            if (level == MostLevels - 1)
            {
                throw type.Malformed($"type leads over more than {MostLevels} others");
            }
        }

        bytes = 0;
        return false;
    }

    private static bool TryMultiply(UInt128 elements, ulong size, out ulong bytes)
    {
        UInt128 product = elements * size;
        bytes = product <= ulong.MaxValue ? (ulong)product : 0;
        return product <= ulong.MaxValue;
    }
}
