// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Relocs;

/// <summary>What a command line of <c>relocs</c> asks for.</summary>
internal sealed class RelocsRequest
{
    /// <summary>The image.</summary>
    public required string Input { get; init; }

    /// <summary>The file for the result, or null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>Table or report.</summary>
    public RelocsResult Result { get; init; }

    /// <summary>The table as assembler source.</summary>
    public bool AsText { get; init; }

    /// <summary>MIPS: print the table instead of writing it into the image.</summary>
    public bool AsBinary { get; init; }

    /// <summary>MIPS: leave the sections of relocations as they are.</summary>
    public bool KeepRelocations { get; init; }

    /// <summary>The machine that the image has to be for, or null.</summary>
    public ElfMachine? Machine { get; init; }

    /// <summary>What the image may expand to.</summary>
    public DecompressionLimit Decompression { get; init; } = MaxDecompressedOption.UsualOf("kelf relocs");

    /// <summary>How relocations become a table.</summary>
    public RelocsOptions Options { get; init; } = new();
}

/// <summary>What is printed.</summary>
internal enum RelocsResult
{
    /// <summary>The table of places.</summary>
    Table,

    /// <summary>The absolute symbols.</summary>
    AbsoluteSymbols,

    /// <summary>The relocations against absolute symbols.</summary>
    AbsoluteRelocations,

    /// <summary>All relocations.</summary>
    Relocations,
}
