// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Members;

/// <summary>
/// The order of members: directory by directory, names within one by their bytes; what GNU tar does with <c>--sort=name</c>. Whole
/// names cannot be compared as texts: <c>tty/t.h</c> goes before <c>tty-x.h</c>, though a dash is less than a slash.
/// </summary>
internal sealed class MemberOrder : IComparer<HeaderMember>
{
    /// <summary>The only one.</summary>
    public static MemberOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(HeaderMember? x, HeaderMember? y)
    {
        ReadOnlySpan<byte> a = x!.NameBytes;
        ReadOnlySpan<byte> b = y!.NameBytes;
        int common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        // No name holds a NUL: a slash in its place makes a component end before any other goes on.
        int left = a[common] == '/' ? 0 : a[common];
        int right = b[common] == '/' ? 0 : b[common];
        return left - right;
    }
}
