// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Running;

/// <summary>What one mutant may cost.</summary>
public sealed record FuzzLimits
{
    /// <summary>Time for one mutant and one target, of the clock and of the processor; see <see cref="Watchdog"/>.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Resident memory of the whole process, in bytes.</summary>
    public long ResidentBytes { get; init; } = 1L << 30;

    /// <summary>Bytes that one target may allocate on the managed heap for one mutant, freed or not.</summary>
    public long AllocatedBytes { get; init; } = 1L << 28;
}
