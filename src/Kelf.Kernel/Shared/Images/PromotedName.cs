// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Numerics;
using System.Text;

using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Shared.Images;

/// <summary>The names that LLVM makes to tell local symbols of different files apart.</summary>
/// <remarks>
/// <code>
/// helper.llvm.18297715555933059212    ThinLTO made a static function global; the number is from the hash of its module
/// helper.llvm.net_core_gro_c          the same with -use-source-filename-for-promoted-locals
/// helper.__uniq.3349487384756...      -funique-internal-linkage-names; the number is the MD5 of the source's name
/// </code>
/// Sources: LLVM's <c>ModuleSummaryIndex::getGlobalNameForLocal</c> and <c>UniqueInternalLinkageNames</c>.
/// </remarks>
public static class PromotedName
{
    private static readonly byte[] s_promoted = [.. ".llvm."u8];
    private static readonly byte[] s_unique = [.. ".__uniq."u8];

    /// <summary>The number after <c>.llvm.</c> for a module: the first two words of its hash, in decimal.</summary>
    /// <returns>Null without a hash.</returns>
    public static string? SuffixOf(IReadOnlyList<uint>? hash) => hash is not { Count: >= 2 }
        ? null
        : (((ulong)hash[0] << 32) | hash[1]).ToString(CultureInfo.InvariantCulture);

    /// <summary>The text after <c>.llvm.</c> for a source: its name with all but letters and digits replaced.</summary>
    public static string SanitisedSuffixOf(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return string.Concat(source.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
    }

    /// <summary>The number after <c>.__uniq.</c> for a source: the MD5 of its name, in decimal.</summary>
    /// <param name="source">The name as the compiler was given it.</param>
    public static string UniqueSuffixOf(string source)
    {
        byte[] digest = Md5.Of(Encoding.UTF8.GetBytes(source));
        return new BigInteger(digest, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The text after <c>.llvm.</c>, or empty.</summary>
    public static ReadOnlySpan<byte> PromotionOf(ReadOnlySpan<byte> name) => Behind(name, s_promoted);

    /// <summary>The text between <c>.__uniq.</c> and the next dot, or empty.</summary>
    public static ReadOnlySpan<byte> UniqueOf(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = Behind(name, s_unique);
        int end = rest.IndexOf((byte)'.');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>
    /// A name as people know it: without the parts that only tell files apart. <c>.constprop.0</c>, <c>.isra.0</c>, <c>.part.0</c>
    /// and <c>.cold</c> tell functions of one file apart, and stay.
    /// </summary>
    public static byte[] Display(ReadOnlySpan<byte> name) => Without(Without(name, s_promoted), s_unique);

    /// <summary>A name as it was before ThinLTO made it global: without <c>.llvm.</c> and what follows it up to another dot.</summary>
    public static ReadOnlySpan<byte> WithoutPromotion(ReadOnlySpan<byte> name) =>
        name.IndexOf(s_promoted) > 0 ? Without(name, s_promoted) : name;

    /// <summary>True when a name has a part that <see cref="Display"/> leaves out.</summary>
    public static bool HasSuffix(ReadOnlySpan<byte> name) => name.IndexOf(s_promoted) > 0 || name.IndexOf(s_unique) > 0;

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> name, ReadOnlySpan<byte> mark)
    {
        int at = name.IndexOf(mark);
        if (at <= 0)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = name[(at + mark.Length)..];
        int end = rest.IndexOf((byte)'.');
        return end < 0 ? rest : rest[..end];
    }

    private static byte[] Without(ReadOnlySpan<byte> name, ReadOnlySpan<byte> mark)
    {
        int at = name.IndexOf(mark);
        if (at <= 0)
        {
            return name.ToArray();
        }

        ReadOnlySpan<byte> rest = name[(at + mark.Length)..];
        int end = rest.IndexOf((byte)'.');
        return end < 0 ? name[..at].ToArray() : [.. name[..at], .. rest[end..]];
    }
}
