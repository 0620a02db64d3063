// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Running;

/// <summary>How a target failed a mutant.</summary>
public enum FailureKind
{
    /// <summary>It threw something that is not an error about the input.</summary>
    Exception,

    /// <summary>It took too long.</summary>
    Hang,

    /// <summary>It took too much memory.</summary>
    Memory,
}

/// <summary>A mutant that a target failed.</summary>
/// <param name="Kind">How.</param>
/// <param name="Number">Number of the mutant: with the seed of the run it can be made again.</param>
/// <param name="Seed">Name of the seed.</param>
/// <param name="Target">Name of the target.</param>
/// <param name="What">What happened, one line.</param>
/// <param name="Details">A stack trace, or "".</param>
/// <param name="Bytes">The mutant.</param>
public sealed record Failure(
    FailureKind Kind, ulong Number, string Seed, string Target, string What, string Details, byte[] Bytes)
{
    /// <summary>Failures of one cause have the same key: the kind and where it happened.</summary>
    public string Key => $"{Kind} {Target} {(Details.Length > 0 ? Where(Details) : What)}";

    // The exception's type, and the innermost line of the trace that is kelf's own.
    private string Where(string trace) => What.Split(':')[0] + trace.Split('\n')
        .FirstOrDefault(line => line.Contains("Kelf.", StringComparison.Ordinal), "").Trim();
}
