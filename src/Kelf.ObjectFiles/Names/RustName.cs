// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Names.Rust;

namespace Kelf.ObjectFiles.Names;

/// <summary>Names of symbols that the Rust compiler makes, as people write them.</summary>
/// <remarks>
/// <code>
/// _RNvNtCs2lKf6AS60Zg_4core3fmt5write            core::fmt::write      v0 (RFC 2603)
/// _ZN4core3fmt5write17h0123456789abcdefE         core::fmt::write      legacy, the default before Rust 1.95
/// _RNvCs2lKf6AS60Zg_6kernel4init.cold            kernel::init.cold     what other compilers put after a name stays
/// </code>
/// Hashes and the numbers of crates are left out, as <c>llvm-cxxfilt</c> does. Names may come from anywhere: how deep they nest and
/// how long they become is limited, whatever they refer back to.
/// </remarks>
public static class RustName
{
    /// <summary>The most characters that a readable name may have; one that would be longer is left as it is.</summary>
    public const int MaxLength = 8192;

    /// <summary>The readable name.</summary>
    /// <param name="name">A symbol's name.</param>
    /// <returns>Null when it is not a name that Rust made, or a malformed one, or one beyond the limits.</returns>
    public static string? TryDemangle(ReadOnlySpan<byte> name)
    {
        if (name.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return null;
        }

        return name.StartsWith("_R"u8) ? V0Name.TryDemangle(name[2..])
            : name.StartsWith("_ZN"u8) ? LegacyName.TryDemangle(name[3..])
            : null;
    }

    /// <inheritdoc cref="TryDemangle(ReadOnlySpan{byte})"/>
    public static string? TryDemangle(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        // Nearly all names are others.
        return name is ['_', 'R' or 'Z', ..] ? TryDemangle(Encoding.UTF8.GetBytes(name)) : null;
    }
}
