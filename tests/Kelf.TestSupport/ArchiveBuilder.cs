// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.TestSupport;

/// <summary>Makes <c>ar</c> archives header by header; names are written as they are given.</summary>
/// <example><code>
/// byte[] archive = new ArchiveBuilder().Member("a.o/", [1, 2, 3]).Build();
/// </code></example>
/// <param name="isThin">True for a thin archive.</param>
public sealed class ArchiveBuilder(bool isThin = false)
{
    private readonly List<byte> _bytes = [.. Encoding.ASCII.GetBytes(isThin ? "!<thin>\n" : "!<arch>\n")];

    /// <summary>Offset of the header that comes next.</summary>
    public int Position => _bytes.Count;

    /// <summary>Adds a member with contents: of an ordinary archive, or a table of a thin one.</summary>
    /// <param name="name">The name field.</param>
    /// <param name="contents">The bytes after the header.</param>
    /// <param name="size">The size field, when it shall not be the length of the contents.</param>
    /// <param name="end">The last two bytes of the header.</param>
    public ArchiveBuilder Member(string name, ReadOnlySpan<byte> contents, string? size = null, string end = "`\n")
    {
        Header(name, size ?? contents.Length.ToString(CultureInfo.InvariantCulture), end);
        _bytes.AddRange(contents);
        if (contents.Length % 2 != 0)
        {
            _bytes.Add((byte)'\n');
        }

        return this;
    }

    /// <summary>Adds a member that only has a header: one of a thin archive.</summary>
    public ArchiveBuilder Thin(string name, int size)
    {
        Header(name, size.ToString(CultureInfo.InvariantCulture), "`\n");
        return this;
    }

    /// <summary>The archive.</summary>
    public byte[] Build() => [.. _bytes];

    private void Header(string name, string size, string end) => _bytes.AddRange(ByteAssembler.Latin1(
        $"{name,-16}{"0",-12}{"0",-6}{"0",-6}{"644",-8}{size,-10}{end}"));
}
