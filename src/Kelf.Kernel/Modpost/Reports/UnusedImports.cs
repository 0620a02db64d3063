// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;

namespace Kelf.Kernel.Modpost.Reports;

/// <summary>Namespaces that a module imports for nothing: what it used of them is gone, or has moved.</summary>
public static class UnusedImports
{
    // Of such a namespace nothing can be imported, which was said already.
    private const string ModuleNamespace = "module:";

    /// <summary>Says which they are. Nothing when a symbol is undefined, for that may be one of any namespace.</summary>
    /// <param name="module">A module whose imports were resolved.</param>
    /// <param name="messages">Takes a warning for each.</param>
    public static void Check(ModpostModule module, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(messages);
        if (module.Namespaces.Count == 0 || module.Imports.Any(import => module.ExportOf(import) is null && !import.IsWeak))
        {
            return;
        }

        HashSet<string> used = new(module.Imports.Select(import => module.ExportOf(import)?.Namespace ?? ""), StringComparer.Ordinal);
        foreach (string name in module.Namespaces.Distinct(StringComparer.Ordinal))
        {
            if (!used.Contains(name) && !name.StartsWith(ModuleNamespace, StringComparison.Ordinal))
            {
                messages.Add(MessageLevel.Warning, $"{module.Label}: imports namespace '{name}', but uses no symbol of it.");
            }
        }
    }
}
