// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Names;

namespace Kelf.Archives.Packages;

/// <summary>Finds the members of an archive that can be read but once, from its beginning to its end.</summary>
/// <param name="input">The archive.</param>
internal abstract class MemberReader(StreamInput input)
{
    /// <summary>A name of more bytes is no name.</summary>
    protected const ulong LongestName = 1 << 16;

    /// <summary>Headers and contents begin at multiples of this.</summary>
    public abstract ulong Alignment { get; }

    /// <summary>The archive.</summary>
    protected StreamInput Input => input;

    /// <summary>Reads the header of the next member, which the archive stands before, but for bytes that only align it.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="MalformedFileException">The header is damaged.</exception>
    public abstract PackageMember? Next();

    /// <summary>A path as packages have them in their archives.</summary>
    protected static string PathOf(ReadOnlySpan<byte> name)
    {
        name = name.StartsWith("./"u8) ? name[2..] : name;
        return Utf8Name.ToText(name.TrimStart((byte)'/'));
    }

    /// <summary>Passes over bytes that only align what follows.</summary>
    protected void Align()
    {
        ulong over = input.Position % Alignment;
        if (over > 0 && !input.Skip(Alignment - over))
        {
            throw input.Malformed(input.Position, "the archive is cut short");
        }
    }
}
