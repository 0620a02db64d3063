// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;

namespace Kelf.Kernel.Modpost.Reports;

/// <summary>An export, and who uses it.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Owner">Who exports it: the path of a module, or <c>vmlinux</c>.</param>
/// <param name="IsGplOnly">Only for modules with a compatible licence.</param>
/// <param name="Namespace">Its namespace; empty when it is for all.</param>
/// <param name="Version">Its version, or null when none was found.</param>
/// <param name="Users">Paths of the modules of this run that need it, in the order in which they were read.</param>
public sealed record ExportUse(
    string Name, string Owner, bool IsGplOnly, string Namespace, uint? Version, IReadOnlyList<string> Users);

/// <summary>The exports of a run: of the objects that were read all, of dumps those that a module of the run uses.</summary>
public static class ExportReport
{
    /// <summary>The exports in the order of their owners.</summary>
    /// <param name="modules">All modules, their imports resolved.</param>
    /// <param name="names">Their names.</param>
    public static IReadOnlyList<ExportUse> Of(IReadOnlyList<ModpostModule> modules, NameTable names)
    {
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(names);
        Dictionary<Export, List<string>> users = [];
        foreach (ModpostModule module in modules)
        {
            foreach (Import import in module.Imports)
            {
                if (module.ExportOf(import) is { } export)
                {
                    List<string> of = users.TryGetValue(export, out List<string>? known) ? known : users[export] = [];
                    // A symbol may be in a table of symbols twice, as a name with a dot and without.
                    if (of.Count == 0 || of[^1] != module.Path)
                    {
                        of.Add(module.Path);
                    }
                }
            }
        }

        return
        [
            .. from module in modules
               from export in module.Exports
               let of = users.GetValueOrDefault(export)
               where of is not null || !module.IsDumped
               select new ExportUse(
                   Latin1.ToPath(names.TextOf(export.Name)), Latin1.ToPath(module.Path), export.IsGplOnly,
                   Latin1.ToPath(export.Namespace), export.Version, [.. (of ?? []).Select(Latin1.ToPath)]),
        ];
    }
}
