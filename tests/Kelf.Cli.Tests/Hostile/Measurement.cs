// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.Cli.Tests.Hostile;

/// <summary>What a run of the program cost it, whatever else the machine does: never elapsed time.</summary>
/// <param name="Exit">Exit status; 128 and more for a signal.</param>
/// <param name="Seconds">Processor time.</param>
/// <param name="Megabytes">Peak memory, in MiB.</param>
/// <param name="Text">All that was printed: the result, and then the messages.</param>
internal sealed record Measurement(int Exit, double Seconds, double Megabytes, string Text)
{
    private static readonly Lazy<string> s_measure = new(Compile);

    /// <summary>Runs kelf.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    public static Measurement Of(string folder, IEnumerable<string> arguments, string input = "")
    {
        string result = Path.Combine(folder, ".measurement");
        ProgramResult run = ProgramRun.Run(s_measure.Value, folder, [result, ProgramRun.Kelf, .. arguments], Encoding.UTF8.GetBytes(input), []);
        if (run.Exit != 0)
        {
            throw new InvalidOperationException($"measure ended with {run.Exit}: {run.Errors}");
        }

        long[] numbers = [.. File.ReadAllText(result).Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return new Measurement((int)numbers[2], numbers[0] / 1e6, numbers[1] / 1024.0, Encoding.UTF8.GetString(run.Output) + run.Errors);
    }

    // By the compiler that links the program.
    private static string Compile()
    {
        string folder = Directory.CreateTempSubdirectory("kelf-measure-").FullName;
        string program = Path.Combine(folder, "measure");
        string source = Path.Combine(Repository.SourceTree.Root, "tests", "Kelf.Cli.Tests", "Hostile", "measure.c");
        ProgramResult compiled = ProgramRun.Run(
            Environment.GetEnvironmentVariable("CC") is { Length: > 0 } compiler ? compiler : "cc", folder, ["-O1", "-o", program, source], [], []);
        return compiled.Exit == 0 ? program : throw new InvalidOperationException(compiled.Errors);
    }
}
