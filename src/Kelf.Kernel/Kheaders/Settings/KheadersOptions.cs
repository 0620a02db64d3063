// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>What is asked for when the archive of headers is made.</summary>
public sealed class KheadersOptions
{
    /// <summary>Where the archive goes; its directory must exist.</summary>
    public required string Output { get; init; }

    /// <summary>Where the headers are.</summary>
    public required HeaderTrees Trees { get; init; }

    /// <summary>
    /// List file of the headers of the source tree, each line beginning with <see cref="HeaderTrees.Source"/> and a slash; null
    /// if the trees are to be searched.
    /// </summary>
    public string? SourceList { get; init; }

    /// <summary>List file of the generated headers, relative to the object tree; null with <see cref="SourceList"/>.</summary>
    public string? ObjectList { get; init; }

    /// <summary>Which headers a search finds.</summary>
    public HeaderScope Scope { get; init; }

    /// <summary>Told that there is something to do, before it is done; or null.</summary>
    public Action? Starting { get; init; }

    /// <summary>Time of all members: seconds since 1970.</summary>
    public long Time { get; init; }

    /// <summary>Which comments go.</summary>
    public StripMode Strip { get; init; }

    /// <summary>What becomes of symbolic links.</summary>
    public LinkMode Links { get; init; }

    /// <summary>How the archive is compressed.</summary>
    public XzChoice Compression { get; init; } = XzChoice.Fast;

    /// <summary>That there are no headers is no error.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Make and write the archive whatever is there.</summary>
    public bool Force { get; init; }
}
