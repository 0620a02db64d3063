// SPDX-License-Identifier: GPL-2.0-only
using Kelf.TestSupport;

namespace Kelf.Cli.Tests;

/// <summary>
/// The binary under test, run as a process of its own under the name of the tool that it replaces:
/// <c>out/kelf</c>, or what <c>KELF_SYMVERS_TOOL</c> names. That may be the original itself, to prove
/// that the expectations are right.
/// </summary>
internal sealed class SymversProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-symvers-");

    public SymversProgram()
    {
        if (!File.Exists(ToolPath))
        {
            throw new InvalidOperationException($"no program at {ToolPath}: run `make build`");
        }

        File.CreateSymbolicLink(DropIn, ToolPath);
        Directory.CreateDirectory(Scratch);
    }

    /// <summary>The directory <c>tests/Fixtures/symvers</c> of the repository.</summary>
    public static string Fixtures => SymversCase.Fixtures;

    /// <summary>Whether the program under test is the original, which keeps its own name.</summary>
    public static bool IsOriginal => SymversCase.IsOriginal;

    /// <summary>A directory for the outputs of a run, empty at first, deleted with this object.</summary>
    public string Scratch => Path.Combine(_folder.FullName, "out");

    private static string ToolPath => SymversCase.OtherTool ?? Path.Combine(SourceDirectory.Root, "out", "kelf");

    private string DropIn => Path.Combine(_folder.FullName, "gendwarfksyms");

    /// <summary>Runs <c>gendwarfksyms ARGUMENTS</c> in <paramref name="folder"/>.</summary>
    public ProgramResult RunDropIn(
        string folder,
        IEnumerable<string> arguments,
        byte[] input,
        params IEnumerable<KeyValuePair<string, string>> environment)
    {
        // The original answers some malformed inputs by filling the memory.
        const string Bounded = "ulimit -c 0; ulimit -v 4000000; exec \"$0\" \"$@\"";
        return IsOriginal
            ? ProgramRun.Run("/bin/sh", folder, ["-c", Bounded, DropIn, .. arguments], input, environment)
            : ProgramRun.Run(DropIn, folder, arguments, input, environment);
    }

    /// <summary>Runs a command of the shell in <paramref name="folder"/>, where <c>gendwarfksyms</c> is the program.</summary>
    public ProgramResult RunShell(string folder, string command, byte[] input) =>
        ProgramRun.Run("/bin/sh", folder, ["-c", command], input, [KeyValuePair.Create("PATH", _folder.FullName)]);

    /// <summary>Runs <c>kelf ARGUMENTS</c> in <paramref name="folder"/>.</summary>
    public static ProgramResult RunKelf(string folder, IEnumerable<string> arguments, byte[] input) =>
        ProgramRun.Run(ToolPath, folder, arguments, input, []);

    public void Dispose() => _folder.Delete(recursive: true);
}
