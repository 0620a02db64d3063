// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Images;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Images;

/// <summary>Where a command looks for what a kernel carries: a file, a directory, or the running system.</summary>
internal sealed class ImageSource
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "A kernel image (vmlinux, bzImage, Image.gz, ...), a module, or a directory with an unpacked kernel package",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _running = new("--running") { Description = "Look into the running system" };

    private readonly Option<bool> _modprobe = new("--modprobe")
    {
        Description = "With --running, load the module that has it",
    };

    private readonly Option<string> _maxDecompressed = MaxDecompressedOption.Create();

    /// <summary>Adds the argument and the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_running);
        command.Options.Add(_modprobe);
        command.Options.Add(_maxDecompressed);
        command.Validators.Add(Refuse);
        command.Validators.Add(result => MaxDecompressedOption.Refuse(result, _maxDecompressed));
    }

    /// <summary>What the search of a file may cost.</summary>
    public ImageLimits Limits(ParseResult parsed) => new() { Decompression = MaxDecompressedOption.Bind(parsed, _maxDecompressed) };

    /// <summary>Finds something in the first file that has it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="kind">What.</param>
    /// <param name="find">Looks into a file; throws when it is not there.</param>
    public T Find<T>(ParseResult parsed, FindingKind kind, Func<Region, T> find)
    {
        IReadOnlyList<string> files = Files(parsed, kind);
        return files.Count > 0
            ? ImageFiles.First(files, Limits(parsed), find)
            : throw new RefusedException(
                parsed.GetValue(_file) ?? "running system",
                parsed.GetValue(_running) ? "nothing that could have it (/sys/kernel, /proc, /lib/modules, /boot); --modprobe may help" : "no kernel image",
                HeadersKind.None);
    }

    /// <summary>Whether the running system is asked.</summary>
    public bool IsRunning(ParseResult parsed) => parsed.GetValue(_running);

    private IReadOnlyList<string> Files(ParseResult parsed, FindingKind kind)
    {
        if (!parsed.GetValue(_running))
        {
            return ImageFiles.Of(parsed.GetValue(_file)!, kind);
        }

        if (parsed.GetValue(_modprobe))
        {
            LoadModule(kind == FindingKind.Headers ? "kheaders" : "configs");
        }

        return ImageFiles.OfRunningSystem(kind, RunningKernel.Release);
    }

    private static void LoadModule(string module)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo("modprobe", [module]) { UseShellExecute = false });
            process?.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            WarningList.Current.Add(Diagnostic.Warning(WarningKind.NoProgram, $"modprobe cannot be started: {exception.Message}"));
        }
    }

    private void Refuse(CommandResult result)
    {
        bool hasFile = result.GetResult(_file) is { Tokens.Count: > 0 };
        bool isRunning = result.GetResult(_running) is { Implicit: false };
        if (hasFile == isRunning)
        {
            result.AddError(hasFile ? "give a FILE or --running, not both" : "give a FILE or --running");
        }
    }
}
