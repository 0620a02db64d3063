// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Settings;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Modpost;

/// <summary>
/// What <c>scripts/mod/modpost</c> does at the end of a kernel's compilation: exports and imports of <c>vmlinux.o</c> and of all modules,
/// and the sources that are linked to them.
/// </summary>
public static class ModpostTool
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="workers">Gives threads.</param>
    /// <param name="say">
    /// Takes messages in order, whole lines with their ends, a character for each byte (<see cref="Latin1"/>).
    /// </param>
    /// <param name="report">Takes all modules and their names when the run came to its end, whatever it had to say.</param>
    /// <returns>Whether all went well.</returns>
    /// <exception cref="Shared.Files.UnwritableFileException">A result cannot be written.</exception>
    public static bool Run(
        ModpostOptions options, WorkerSource workers, Action<string> say, Action<IReadOnlyList<ModpostModule>, NameTable>? report = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workers);
        ArgumentNullException.ThrowIfNull(say);
        MessagePrinter printer = new(options.Release, say);
        try
        {
            NameTable names = new();
            ModpostRun run = new(options, workers, names, printer);
            run.Run();
            report?.Invoke(run.Modules, names);
        }
        catch (FatalException)
        {
            // It was printed.
            return false;
        }

        return !printer.HasErrors;
    }
}
