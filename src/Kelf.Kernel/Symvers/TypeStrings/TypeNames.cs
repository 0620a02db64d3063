// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>
/// Names of types as references write them: a letter for the kind (<c>s</c> structure or class, <c>u</c> union, <c>e</c>
/// enumeration, <c>t</c> typedef), <c>#</c>, and the qualified name, in single quotes when it contains a blank.
/// </summary>
internal static class TypeNames
{
    /// <summary>The letter of a kind of type, or 0 when the kind is never referred to by name.</summary>
    public static byte KindOf(DwTag tag) => tag switch
    {
        DwTag.StructureType or DwTag.ClassType => (byte)'s',
        DwTag.UnionType => (byte)'u',
        DwTag.EnumerationType => (byte)'e',
        DwTag.Typedef => (byte)'t',
        _ => 0,
    };

    /// <summary>True when the bytes would be taken for a reference: they begin with a kind and <c>#</c>.</summary>
    public static bool LooksLikeReference(ReadOnlySpan<byte> text) =>
        text.Length >= 2 && text[1] == '#' && text[0] is (byte)'s' or (byte)'u' or (byte)'e' or (byte)'t';

    /// <summary>The number of the reference to a type.</summary>
    public static int Add(ByteStringTable names, byte kind, ReadOnlySpan<byte> qualifiedName)
    {
        bool quoted = qualifiedName.Contains((byte)' ');
        int length = qualifiedName.Length + (quoted ? 4 : 2);
        Span<byte> written = length <= 512 ? stackalloc byte[512] : new byte[length];
        written[0] = kind;
        written[1] = (byte)'#';
        int at = 2;
        if (quoted)
        {
            written[at++] = (byte)'\'';
        }

        qualifiedName.CopyTo(written[at..]);
        if (quoted)
        {
            written[length - 1] = (byte)'\'';
        }

        return names.Add(written[..length]);
    }
}
