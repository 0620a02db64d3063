// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Settings;

namespace Kelf.Cli.Commands.Kheaders;

/// <summary>What a command line of <c>kelf kheaders create</c> asks for.</summary>
internal sealed record KheadersCreateArguments
{
    /// <summary>The archive.</summary>
    public string Output { get; init; } = "kernel/kheaders_data.tar.xz";

    /// <summary>The source tree.</summary>
    public string SourceTree { get; init; } = ".";

    /// <summary>The object tree.</summary>
    public string ObjectTree { get; init; } = ".";

    /// <summary>The directory of the architecture, or null to look for it.</summary>
    public string? SourceArch { get; init; }

    /// <summary>The two list files, or empty.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Which headers are taken from the trees without lists.</summary>
    public HeaderScope Scope { get; init; }

    /// <summary>Told that there is something to do, before it is done; or null.</summary>
    public Action? Starting { get; init; }

    /// <summary>Time of all members, or empty.</summary>
    public string Timestamp { get; init; } = string.Empty;

    /// <summary>Whether a time without a zone is one of UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Whether no time is the time of the run, as with the original.</summary>
    public bool NowWithoutTimestamp { get; init; }

    /// <summary>Which comments go.</summary>
    public StripMode Strip { get; init; }

    /// <summary>What becomes of links.</summary>
    public LinkMode Links { get; init; }

    /// <summary>How the archive is compressed.</summary>
    public XzChoice Compression { get; init; } = XzChoice.Fast;

    /// <summary>That there are no headers is no error.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Write the archive whatever is there.</summary>
    public bool Force { get; init; }

    /// <summary>Compare the archive that is there, and write nothing.</summary>
    public bool Verify { get; init; }

    /// <summary>Name the headers that a compiler reads in another way than the original strips them, and write nothing.</summary>
    public bool Check { get; init; }

    /// <summary>What ends each line when the headers are to be printed instead; else null.</summary>
    public string? ListEnd { get; init; }

    /// <summary>Where make's dependencies go, or null.</summary>
    public string? DependencyFile { get; init; }

    /// <summary>Whether the kernel's configuration is one of them.</summary>
    public bool DependsOnConfiguration { get; init; }

    /// <summary>Whether names in them are escaped.</summary>
    public bool EscapesDependencies { get; init; }

    /// <summary>Threads, or null.</summary>
    public int? Jobs { get; init; }

    /// <summary>No summary.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The summary as JSON.</summary>
    public bool Json { get; init; }
}
