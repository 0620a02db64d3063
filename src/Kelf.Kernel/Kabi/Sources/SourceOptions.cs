// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>How sources are read.</summary>
public sealed class SourceOptions
{
    /// <summary>What each file may expand to.</summary>
    public DecompressionLimit Limit { get; init; } = DecompressionLimit.Standard;

    /// <summary>Gives the threads that may help.</summary>
    public WorkerSource Workers { get; init; } = WorkerSource.None;

    /// <summary>Adds up how long the phases take.</summary>
    public PhaseTimes Times { get; init; } = new();

    /// <summary>Receives warnings, or null.</summary>
    public Action<Diagnostic>? Warn { get; init; }

    /// <summary>Apply the kABI rules of objects: types as they are published, not as they are.</summary>
    public bool Stable { get; init; }
}
