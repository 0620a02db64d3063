// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Objects;

namespace Kelf.Kernel.Modpost.Modules;

/// <summary>A module, or the kernel: what stays of its object when that was read, or what a dump says of it.</summary>
/// <param name="path">The path without <c>.o</c>.</param>
/// <param name="isDumped">Whether a dump says it, and no object was read.</param>
public sealed class ModpostModule(string path, bool isDumped)
{
    /// <summary>The path without <c>.o</c>.</summary>
    public string Path { get; } = path;

    /// <summary>What follows the last slash of <see cref="Path"/>.</summary>
    public string BaseName => ModulePaths.BaseOf(Path);

    /// <summary>What 7.3 calls it in messages.</summary>
    public string Label => ModulePaths.LabelOf(Path);

    /// <summary>True for the kernel itself.</summary>
    public bool IsVmlinux { get; } = path == ModulePaths.Vmlinux;

    /// <summary>True when it comes from a dump.</summary>
    public bool IsDumped { get; } = isDumped;

    /// <summary>Number of the dump that it comes from, in the order in which dumps are read; the first is the kernel's.</summary>
    public int Dump { get; set; }

    /// <summary>True for an object of 64 bits.</summary>
    public bool Is64 { get; set; } = true;

    /// <summary>What it exports, in order.</summary>
    public List<Export> Exports { get; } = [];

    /// <summary>What it needs of others, in the order of its symbol table. Empty for the kernel.</summary>
    public Import[] Imports { get; set; } = [];

    /// <summary>Who exports a name, when all exports are known; null before.</summary>
    public ExportIndex? Index { get; set; }

    /// <summary>Names that stay exported whoever uses them (<c>.no_trim_symbol</c>).</summary>
    public int[] Kept { get; set; } = [];

    /// <summary>It has a function <c>init_module</c>.</summary>
    public bool HasInit { get; set; }

    /// <summary>It has a function <c>cleanup_module</c>.</summary>
    public bool HasExit { get; set; }

    /// <summary>All its licences may use what is for the GPL only; also without any.</summary>
    public bool IsGplCompatible { get; set; } = true;

    /// <summary>Namespaces that it imports.</summary>
    public IReadOnlyList<string> Namespaces { get; set; } = [];

    /// <summary>Namespaces that it uses and does not import, in the order in which they were met.</summary>
    public List<string> MissingNamespaces { get; } = [];

    /// <summary>Aliases of its device tables in order.</summary>
    public IReadOnlyList<Alias> Aliases { get; set; } = [];

    /// <summary>The hash of its sources, or null.</summary>
    public string? SourceVersion { get; set; }

    /// <summary>Bytes that the record of a version has for a name, its NUL included: that of a module has no more.</summary>
    public int NameRoom => Is64 ? 56 : 60;

    /// <summary>What an import is resolved to; null when nobody exports it, or the module itself does.</summary>
    public Export? ExportOf(Import import) => Index?.Find(import.Name) is { } export && export.Owner != this ? export : null;
}
