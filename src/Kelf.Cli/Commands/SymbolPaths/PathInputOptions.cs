// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The options that say where paths come from: the same for all commands that use them.</summary>
internal sealed class PathInputOptions
{
    private static readonly string[] s_origins = ["symid", "map", "promoted", "file", "prefix", "global", "dwarf", "script"];

    private readonly Option<string[]> _archives = new("--archive")
    {
        Description = "Archive or object of the link; may be given several times. Default: vmlinux.a beside IMAGE",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _maps = new("--map")
    {
        Description = "The linker's map of IMAGE, and then that of vmlinux.o if IMAGE was linked from it",
        HelpName = "FILE",
    };

    private readonly Option<string> _compileCommands = new("--compile-commands")
    {
        Description = "Compilation database, for objects without .o.cmd files. Default: compile_commands.json in the object tree",
        HelpName = "FILE",
    };

    private readonly Option<string> _objectTree = new("--objtree")
    {
        Description = "Directory of the build. Default: that of the archive, or of IMAGE",
        HelpName = "DIR",
    };

    private readonly Option<string> _sourceTree = new("--srctree")
    {
        Description = "Source tree as the compiler was given it. Default: the tree of init/main.c",
        HelpName = "DIR",
    };

    private readonly Option<string> _scriptPath = new("--script-path")
    {
        Description = "Path for the symbols that the linker script defines: arch/x86/kernel/vmlinux.lds.S. Default: they have none",
        HelpName = "PATH",
    };

    private readonly Option<string> _origins = new("--sources")
    {
        Description = $"Use only these, a list of {string.Join(", ", s_origins)}",
        HelpName = "LIST",
    };

    private readonly Option<string> _maxDecompressed = MaxDecompressedOption.Create();

    private readonly Option<int?> _jobs = JobsOption.Create();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withJobs">Add <c>--jobs</c>, too, which a command may have of its own.</param>
    public void AddTo(Command command, bool withJobs = true)
    {
        Option[] inputs = [_archives, _maps, _compileCommands, _objectTree, _sourceTree, _scriptPath, _origins, _maxDecompressed];
        foreach (Option option in withJobs ? [.. inputs, _jobs] : inputs)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(Refuse);
    }

    /// <summary>Threads, or null.</summary>
    public int? Jobs(ParseResult parsed) => parsed.GetValue(_jobs);

    /// <summary>What each file may expand to.</summary>
    public DecompressionLimit BindLimit(ParseResult parsed) => MaxDecompressedOption.Bind(parsed, _maxDecompressed);

    /// <summary>What a command line says.</summary>
    public PathInputs Bind(ParseResult parsed) => new()
    {
        Archives = parsed.GetValue(_archives) ?? [],
        Maps = parsed.GetValue(_maps) ?? [],
        CompileCommands = parsed.GetValue(_compileCommands),
        ObjectTree = parsed.GetValue(_objectTree),
        SourceTree = parsed.GetValue(_sourceTree),
        ScriptPath = parsed.GetValue(_scriptPath),
        Origins = parsed.GetValue(_origins) is { } list ? [.. list.Split(',').Select(ToOrigin)] : null,
        Decompression = BindLimit(parsed),
        Warn = WarningList.Current.Add,
    };

    private static PathOrigin ToOrigin(string name) => (PathOrigin)(Array.IndexOf(s_origins, name) + 1);

    private void Refuse(CommandResult result)
    {
        JobsOption.Refuse(result, _jobs);
        MaxDecompressedOption.Refuse(result, _maxDecompressed);
        if (result.GetResult(_origins) is { Implicit: false, Tokens: [var list] })
        {
            foreach (string name in list.Value.Split(',').Where(name => !s_origins.Contains(name)))
            {
                result.AddError($"option '--sources' takes a list of {string.Join(", ", s_origins)}, not '{name}'");
            }
        }

        if (result.GetResult(_scriptPath) is { Implicit: false, Tokens: [{ Value: "" }] })
        {
            result.AddError("option '--script-path' takes a path, not nothing");
        }

        if (result.GetResult(_maps) is { Tokens.Count: > 2 })
        {
            result.AddError("option '--map' can be given twice: for the image and for vmlinux.o");
        }
    }
}
