// SPDX-License-Identifier: GPL-2.0-only
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Link;

namespace Kelf.Cli.Commands.Link;

/// <summary>Runs the programs of a link, and tells of steps on standard output, as Kbuild's script does.</summary>
/// <param name="voice">How warnings begin.</param>
/// <param name="printsCommands">Print each command before it runs (<c>V=1</c>).</param>
internal sealed class LinkHost(Voice voice, bool printsCommands) : ILinkHost
{
    /// <inheritdoc/>
    public void Tell(string step, string file) => StandardOutput.Write(Encoding.UTF8.GetBytes($"  {step,-7} {file}\n"));

    /// <inheritdoc/>
    public void Warn(string message) => voice.Warning(message);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> command)
    {
        if (printsCommands)
        {
            StandardError.Write($"+ {string.Join(' ', command)}\n");
        }

        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)))!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new ProgramFailedException(command[0], process.ExitCode);
            }
        }
        catch (Win32Exception exception)
        {
            voice.Error($"{command[0]}: {exception.Message}");
            throw new ProgramFailedException(command[0], ExitStatus.Failed);
        }
    }
}
