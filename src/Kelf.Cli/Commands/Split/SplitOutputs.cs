// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Commands.Split;

/// <summary>The outputs of a run, all under temporary names until <see cref="Commit"/>.</summary>
internal sealed class SplitOutputs : IDisposable
{
    /// <summary>The table.</summary>
    public OutputFile? Relocs { get; set; }

    /// <summary>What the user should know of the table.</summary>
    public IReadOnlyList<Diagnostic> TableWarnings { get; set; } = [];

    /// <summary>The information about built-in modules.</summary>
    public OutputFile? ModuleInformation { get; set; }

    /// <summary>Their paths.</summary>
    public OutputFile? ModulePaths { get; set; }

    /// <summary>The image.</summary>
    public OutputFile? Image { get; set; }

    // In the order in which they get their names: whoever finds the image finds the others.
    private IEnumerable<OutputFile> All =>
        ((OutputFile?[])[Relocs, ModuleInformation, ModulePaths, Image]).OfType<OutputFile>();

    /// <summary>A small output with its contents. A file that has them keeps its time: what is made from it is not made again.</summary>
    public static OutputFile Small(string path, ReadOnlySpan<byte> contents)
    {
        OutputFile file = OutputFile.Create(path, keepsTime: true);
        try
        {
            file.Write(contents);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the outputs their names.</summary>
    public void Commit()
    {
        // A full disk shows here, before the first rename.
        foreach (OutputFile file in All)
        {
            file.Complete();
        }

        foreach (OutputFile file in All)
        {
            file.Commit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OutputFile file in All)
        {
            file.Dispose();
        }
    }
}
