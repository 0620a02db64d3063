// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Split;

namespace Kelf.Cli.Commands.Split;

/// <summary>What a command line of <c>kelf split</c> asks for.</summary>
internal sealed class SplitArguments
{
    /// <summary>The linked image.</summary>
    public required string Input { get; init; }

    /// <summary>The image without relocations, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The table, or null.</summary>
    public string? Relocs { get; init; }

    /// <summary>The information about built-in modules, or null.</summary>
    public string? ModuleInformation { get; init; }

    /// <summary>Their paths, or null.</summary>
    public string? ModulePaths { get; init; }

    /// <summary>An earlier link whose relocations serve, or null.</summary>
    public string? RelocsFrom { get; init; }

    /// <summary>Strip the input where it lies.</summary>
    public bool InPlace { get; init; }

    /// <summary><see cref="Image"/> is the input: a new file takes its name.</summary>
    public bool ReplacesInput { get; init; }

    /// <summary>Look, and write nothing.</summary>
    public bool Check { get; init; }

    /// <summary>List relocations against absolute symbols.</summary>
    public bool CheckAbsolute { get; init; }

    /// <summary>Print JSON instead of a summary.</summary>
    public bool Json { get; init; }

    /// <summary>Print no summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Threads at most, or null.</summary>
    public int? Jobs { get; init; }

    /// <summary>How relocations become a table.</summary>
    public required RelocsOptions Table { get; init; }

    /// <summary>What is taken out.</summary>
    public required SplitOptions Options { get; init; }

    /// <summary>The files that are written, each with the option that names it.</summary>
    public IEnumerable<(string Option, string Path)> Outputs =>
        from output in ((string Option, string? Path)[])
            [("--output", Image), ("--relocs", Relocs), ("--modinfo", ModuleInformation), ("--modules-builtin", ModulePaths)]
        where output.Path is not null && !Check
        select (output.Option, output.Path);
}
