// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>The directories of a kernel build.</summary>
/// <param name="Source">The source tree, as paths in lists begin with it: <c>.</c>, <c>..</c> or absolute.</param>
/// <param name="Object">The object tree.</param>
/// <param name="SourceArch">The directory of the architecture below <c>arch</c>: <c>SRCARCH</c>; empty with list files.</param>
public sealed record HeaderTrees(string Source, string Object, string SourceArch)
{
    /// <summary>Directories with headers in both trees, in the order of the kernel's rule.</summary>
    public IReadOnlyList<string> Roots => ["include", $"arch/{SourceArch}/include"];

    /// <summary>The path of a file in the object tree.</summary>
    public string InObject(string name) => Object is "" or "." ? name : Path.Combine(Object, name);
}
