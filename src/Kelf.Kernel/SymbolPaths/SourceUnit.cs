// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>What was compiled into one object: the file that qualifies the names of its symbols.</summary>
/// <param name="path">See <see cref="Path"/>.</param>
/// <param name="objectPath">See <see cref="ObjectPath"/>.</param>
/// <remarks>Two units of one source are different: a kernel compiles some files twice.</remarks>
public sealed class SourceUnit(string path, string? objectPath)
{
    /// <summary>Stands for a source that is not known yet.</summary>
    public static SourceUnit Unknown { get; } = new("", null);

    /// <summary>Normalised path of the source.</summary>
    public string Path { get; } = path;

    /// <summary>Path of the object below the object tree, or null when only the source is known.</summary>
    public string? ObjectPath { get; } = objectPath;
}
