// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Mcount;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Mcount;

/// <summary>What a command line of <c>kelf mcount</c> asks for.</summary>
internal sealed class McountArguments
{
    /// <summary>The objects.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What is asked of the tool.</summary>
    public required McountOptions Options { get; init; }

    /// <summary>Where to write the only object, or null for its own place.</summary>
    public string? Output { get; init; }

    /// <summary>Name sections whose calls are not traced.</summary>
    public bool WarnsOfIgnored { get; init; }

    /// <summary>Print the traced functions, write nothing.</summary>
    public bool List { get; init; }

    /// <summary>The list as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>What an object may expand to that is not changed where it lies.</summary>
    public required DecompressionLimit Decompression { get; init; }

    /// <summary>Do not say of which objects there was nothing to do.</summary>
    public bool Quiet { get; init; }
}
