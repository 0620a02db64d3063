// SPDX-License-Identifier: GPL-2.0-only
using System.ComponentModel;
using System.Diagnostics;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Link;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Link;

/// <summary>Runs the programs of a link, and tells of steps on standard output, as Kbuild's script does.</summary>
/// <param name="voice">How errors begin.</param>
/// <param name="printsCommands">Print each command before it runs (<c>V=1</c>).</param>
internal sealed class LinkHost(Voice voice, bool printsCommands) : ILinkHost
{
    /// <inheritdoc/>
    public void Tell(string step, string file) => StandardOutput.WriteText($"  {step,-7} {PrintableText.Of(file)}\n");

    /// <inheritdoc/>
    public void Warn(Diagnostic warning) => WarningList.Current.Add(warning);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> command) => Start(command, new ProcessStartInfo(), _ => { });

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(IReadOnlyList<string> command)
    {
        using MemoryStream printed = new();
        Start(command, new ProcessStartInfo { UseShellExecute = false, RedirectStandardOutput = true }, output => output.StandardOutput.BaseStream.CopyTo(printed));
        return printed.ToArray();
    }

    /// <inheritdoc/>
    public void Try(IReadOnlyList<string> command)
    {
        using MemoryStream printed = new();
        Start(command, new ProcessStartInfo { UseShellExecute = false, RedirectStandardError = true }, process => process.StandardError.BaseStream.CopyTo(printed));
        StandardError.WriteDump(printed.ToArray());
    }

    private void Start(IReadOnlyList<string> command, ProcessStartInfo start, Action<Process> follow)
    {
        if (printsCommands)
        {
            StandardError.WriteLine($"+ {string.Join(' ', command)}");
        }

        start.FileName = command[0];
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process process = Process.Start(start)!;
            follow(process);
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
