// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>How <c>kelf decode</c> prints.</summary>
internal sealed class DecodeSettings
{
    /// <summary>What is printed.</summary>
    public DecodeFormat Format { get; init; }

    /// <summary>Decode the log of another build, too.</summary>
    public bool Force { get; init; }

    /// <summary>Put readable names in the place of those that Rust made.</summary>
    public bool Demangle { get; init; }

    /// <summary>True when there have to be lines, false when none are wanted; null for lines where they are known.</summary>
    public bool? Lines { get; init; }

    /// <summary>How inlined functions are shown.</summary>
    public InlineForm Inline { get; init; }

    /// <summary>Look addresses to return to up as they are, and not the calls before them.</summary>
    public bool AddressesAsTheyAre { get; init; }

    /// <summary>Show discriminators.</summary>
    public bool Discriminators { get; init; }

    /// <summary>Explain machine code.</summary>
    public bool Code { get; init; }
}
