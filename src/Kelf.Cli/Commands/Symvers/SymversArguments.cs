// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>What a command line of <c>kelf symvers</c> asks for.</summary>
internal sealed class SymversArguments
{
    /// <summary>Objects, archives and directories.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The list of symbols (<c>-</c>: standard input), or null for what each object exports.</summary>
    public string? Symbols { get; init; }

    /// <summary>The one symtypes file, or null.</summary>
    public string? Symtypes { get; init; }

    /// <summary>Directory for a symtypes file of each object, or null.</summary>
    public string? SymtypesDirectory { get; init; }

    /// <summary>The file for the result, or null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>Directory for a result of each object, or null.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Apply kABI rules and conventions.</summary>
    public bool Stable { get; init; }

    /// <summary>Versions that depend on types alone.</summary>
    public bool Canonical { get; init; }

    /// <summary>Versions that the files of a linked object have by themselves.</summary>
    public bool PerUnit { get; init; }

    /// <summary>A symtypes file to compare with, or null.</summary>
    public string? Reference { get; init; }

    /// <summary>Leave out symbols without information.</summary>
    public bool OmitMissing { get; init; }

    /// <summary>Print the texts of symbols while they are built.</summary>
    public bool DumpDies { get; init; }

    /// <summary>Print type texts when they are stored.</summary>
    public bool DumpTypes { get; init; }

    /// <summary>Print the texts of the versions.</summary>
    public bool DumpVersions { get; init; }

    /// <summary>The symbol to explain, or null.</summary>
    public string? Explain { get; init; }

    /// <summary>The symbol whose lack of a version is to be explained, or null.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The supplementary file of the objects, or null to look for it.</summary>
    public string? AltFile { get; init; }

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>What a file may expand to.</summary>
    public required DecompressionLimit Decompression { get; init; }

    /// <summary>Threads, at least 1; null leaves it to make or to the number of processors.</summary>
    public int? Jobs { get; init; }

    /// <summary>Name each symbol without information.</summary>
    public bool Verbose { get; init; }

    /// <summary>Print neither progress nor summary.</summary>
    public bool Quiet { get; init; }
}
