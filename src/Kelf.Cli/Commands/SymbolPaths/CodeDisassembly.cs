// SPDX-License-Identifier: GPL-2.0-only
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>Has objdump disassemble what lines with <c>Code: </c> have.</summary>
/// <param name="image">The kernel, which tells the machine.</param>
internal sealed class CodeDisassembly(ElfFile image)
{
    // The longest instruction of x86 has 15 bytes.
    private const int MostStarts = 16;

    private static readonly string s_objdump = Environment.GetEnvironmentVariable("CROSS_COMPILE") + "objdump";

    private bool _isUseless;

    /// <summary>The instructions, a line for each; null when it is no code, or nothing can tell them.</summary>
    public string? Explain(string text)
    {
        if (_isUseless || MachineCode.Parse(text, image.ByteOrder == ByteOrder.Big) is not { } code || Options(code) is not { } options)
        {
            return null;
        }

        try
        {
            using ScratchFile file = ScratchFile.Create(code.Bytes.Span);
            return Instructions(code, options, file.Path);
        }
        catch (Win32Exception)
        {
            return GiveUp($"{s_objdump} is not installed");
        }
        catch (IOException exception)
        {
            return GiveUp($"no temporary file for {s_objdump} ({exception.Message})");
        }
    }

    private string? GiveUp(string why)
    {
        _isUseless = true;
        WarningList.Current.Add(Diagnostic.Warning(WarningKind.NoProgram, $"{why}: lines with `Code:` are copied, and not explained"));
        return null;
    }

    // The bytes before the marked instruction may begin in the middle of another.
    private static string? Instructions(MachineCode code, string[] options, string file)
    {
        string[] lines = [];
        for (int start = 0; start < Math.Min(MostStarts, code.Bytes.Length) && lines.Length == 0; start += code.Unit)
        {
            string[] found = [.. Run(options, start, file).Split('\n').Where(line => OffsetOf(line) is not null)];
            lines = code.Current < 0 || Array.Exists(found, line => OffsetOf(line) == code.Current) ? found : [];
        }

        return lines.Length == 0 ? null : string.Concat(lines.Select(line =>
            PrintableText.Of(line.Replace('\t', ' ').TrimEnd()) + (OffsetOf(line) == code.Current ? "   <-- here" : "") + "\n"));
    }

    private static int? OffsetOf(string line)
    {
        int colon = line.IndexOf(":\t", StringComparison.Ordinal);
        return colon > 0 && int.TryParse(line.AsSpan(0, colon).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int offset)
            ? offset
            : null;
    }

    private static string Run(string[] options, int start, string file)
    {
        ProcessStartInfo command = new(s_objdump) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-D", "-b", "binary", .. options, $"--start-address={start}", file])
        {
            command.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(command)!;
        // Little is said there, but nobody may have to wait for it.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : "";
    }

    private string[]? Options(MachineCode code)
    {
        string? machine = image.Machine switch
        {
            ElfMachine.X8664 => "i386:x86-64",
            ElfMachine.I386 => "i386",
            ElfMachine.AArch64 => "aarch64",
            ElfMachine.Arm => "arm",
            ElfMachine.RiscV => image.Class == ElfClass.Elf64 ? "riscv:rv64" : "riscv:rv32",
            ElfMachine.PowerPc => "powerpc:common",
            ElfMachine.PowerPc64 => "powerpc:common64",
            ElfMachine.Mips => "mips",
            ElfMachine.LoongArch => "loongarch64",
            _ => null,
        };
        return machine is null ? null
            : ["-m", machine, image.ByteOrder == ByteOrder.Big ? "-EB" : "-EL", .. image.Machine == ElfMachine.Arm && code.Unit == 2 ? ["-M", "force-thumb"] : (string[])[]];
    }
}
