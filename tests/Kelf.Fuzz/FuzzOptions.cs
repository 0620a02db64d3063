// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Fuzz;

/// <summary>What was asked for on the command line.</summary>
public sealed record FuzzOptions
{
    /// <summary>How to call the program.</summary>
    public const string Usage =
        """
        usage: kelf-fuzz [--count N] [--seconds S] [--seed X] [--seeds DIR] [--out DIR] [--jobs J] [--only N] [--target NAME]
          --count N     mutants to run at most (default: 1000000)
          --seconds S   time to run at most (default: 600)
          --seed X      seed of the run (default: 1); equal seeds and files give equal mutants
          --seeds DIR   folder of seed files, with all folders below it; generated seeds are always used too
          --out DIR     where mutants that fail are written (default: fuzz-failures)
          --jobs J      threads (default: 1)
          --only N      run the one mutant of that number, as a report names it
          --target NAME run only this target
        """;

    /// <summary>Mutants to run at most.</summary>
    public ulong Count { get; private set; } = 1_000_000;

    /// <summary>Time to run at most.</summary>
    public TimeSpan Time { get; private set; } = TimeSpan.FromSeconds(600);

    /// <summary>Seed of the run.</summary>
    public ulong Seed { get; private set; } = 1;

    /// <summary>Directory of seed files, or null.</summary>
    public string? Seeds { get; private set; }

    /// <summary>Directory for mutants that fail.</summary>
    public string Output { get; private set; } = "fuzz-failures";

    /// <summary>Threads.</summary>
    public int Jobs { get; private set; } = 1;

    /// <summary>Number of the first mutant.</summary>
    public ulong First { get; private set; }

    /// <summary>Name of the only target, or null for all.</summary>
    public string? Target { get; private set; }

    /// <summary>Parses the command line.</summary>
    /// <returns>Null when it is wrong.</returns>
    public static FuzzOptions? Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        FuzzOptions options = new();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count || !options.Set(arguments[i], arguments[i + 1]))
            {
                return null;
            }
        }

        return options;
    }

    private bool Set(string name, string value)
    {
        bool isNumber = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
        switch (name)
        {
            case "--count" when isNumber:
                Count = number;
                return true;
            case "--seconds" when isNumber && number <= int.MaxValue:
                Time = TimeSpan.FromSeconds((long)number);
                return true;
            case "--seed" when isNumber:
                Seed = number;
                return true;
            case "--jobs" when number is > 0 and <= 256:
                Jobs = (int)number;
                return true;
            case "--only" when isNumber:
                (First, Count) = (number, 1);
                return true;
            case "--seeds":
                Seeds = value;
                return true;
            case "--out":
                Output = value;
                return true;
            case "--target":
                Target = value;
                return true;
            default:
                return false;
        }
    }
}
