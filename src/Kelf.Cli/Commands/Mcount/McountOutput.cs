// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Mcount;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Commands.Mcount;

/// <summary>Writes an object with its table.</summary>
internal static class McountOutput
{
    /// <summary>Writes it beside its target, which it then replaces.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void Write(McountPlan plan, string path)
    {
        using OutputFile file = OutputFile.Create(path, keepsTime: false);
        plan.Output.WriteTo(file.Write);
        file.Commit();
    }
}
