// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Initcalls;

/// <summary>What a command line of <c>kelf initcalls</c> asks for.</summary>
internal sealed class InitcallsArguments
{
    /// <summary>Objects and archives in link order.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Threads, at least 1; null leaves it to make or to the number of processors.</summary>
    public int? Jobs { get; init; }

    /// <summary>Do not warn when make gives no threads: the rule of the kernel's build does not ask it to.</summary>
    public bool IsQuietAboutJobs { get; init; }

    /// <summary>The directory of relative <see cref="Files"/>, or null.</summary>
    public string? Directory { get; init; }

    /// <summary>Where the linker script goes; null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>The linked image whose order is looked at, or null.</summary>
    public string? Image { get; init; }

    /// <summary>Print a table instead of the script.</summary>
    public bool List { get; init; }

    /// <summary>Print JSON instead of a text.</summary>
    public bool Json { get; init; }

    /// <summary>That there are no initcalls is no error.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Name objects whose initcalls cannot be ordered.</summary>
    public bool ReportUnsuffixed { get; init; }

    /// <summary>What each file may expand to.</summary>
    public DecompressionLimit Decompression { get; init; } = MaxDecompressedOption.UsualOf("kelf initcalls");

    /// <summary>Say which bitcode was read without its symbol table.</summary>
    public bool Verbose { get; init; }
}
