// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Tables;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Lines;

/// <summary>What is written.</summary>
internal enum LineinfoFormat
{
    /// <summary>A side table, which kelf reads.</summary>
    Side,

    /// <summary>The object with the tables of the proposed <c>CONFIG_KALLSYMS_LINEINFO</c>.</summary>
    Object,

    /// <summary>The same as assembler text.</summary>
    Text,
}

/// <summary>What a command line of <c>kelf lineinfo</c> that makes tables asks for.</summary>
internal sealed class LineinfoArguments
{
    /// <summary>Kernels and modules.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>What is written.</summary>
    public required LineinfoFormat Format { get; init; }

    /// <summary>Which rows count.</summary>
    public required LineRule Rule { get; init; }

    /// <summary>Keep the rows of calls alone.</summary>
    public required bool OnlyCalls { get; init; }

    /// <summary>A side table says what was inlined.</summary>
    public required bool WithFunctions { get; init; }

    /// <summary>Only modules are wanted.</summary>
    public required bool IsModule { get; init; }

    /// <summary>Modules are changed where they lie.</summary>
    public required bool InPlace { get; init; }

    /// <summary>Where the result goes; null for a file beside the image, <c>-</c> for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>Directories that paths begin at.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>What each image may expand to.</summary>
    public required DecompressionLimit Decompression { get; init; }

    /// <summary>Threads, or null.</summary>
    public int? Jobs { get; init; }

    /// <summary>No summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Print figures as JSON.</summary>
    public bool Json { get; init; }
}
