// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Hints;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;

namespace Kelf.Kernel.Modpost.Imports;

/// <summary>Finds who exports what modules need, and checks that they may use it.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="index">All exports.</param>
/// <param name="names">The names.</param>
/// <param name="hints">Takes what is undefined, if it is to be said what would help; else null.</param>
public sealed class ImportResolver(ModpostOptions options, ExportIndex index, NameTable names, UndefinedHints? hints = null)
{
    /// <summary>How many undefined symbols of a run have a message each.</summary>
    public const int MostMessages = 10;

    /// <summary>Undefined symbols so far.</summary>
    public int Undefined { get; private set; }

    /// <summary>Resolves the imports of a module in order.</summary>
    public void Resolve(ModpostModule module, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(messages);
        bool isNew = options.Release >= ModpostRelease.Linux73;
        if (module.BaseName.Length >= module.NameRoom)
        {
            messages.Add(MessageLevel.Error, isNew ? $"{module.Label}: module name is too long" : $"module name is too long [{module.Label}]");
        }

        // A file decides how many there are of both: neither list is gone through for each symbol.
        HashSet<string> granted = new(module.Namespaces, StringComparer.Ordinal);
        HashSet<string> missing = new(module.MissingNamespaces, StringComparer.Ordinal);
        module.Index = index;
        foreach (Import import in module.Imports)
        {
            if (index.Find(import.Name) is not { } export)
            {
                Miss(module, import, messages);
            }
            else if (export.Owner == module)
            {
                string name = names.TextOf(import.Name);
                messages.Add(MessageLevel.Error, isNew
                    ? $"{module.Label}: symbol '{name}' was exported without definition"
                    : $"\"{name}\" [{module.Label}] was exported without definition");
            }
            else
            {
                export.IsUsed = true;
                if (!ModuleDeclarations.IsGranted(module, granted, export.Namespace, options.Release))
                {
                    Refuse(module, import.Name, export, messages);
                    if (missing.Add(export.Namespace))
                    {
                        module.MissingNamespaces.Add(export.Namespace);
                    }
                }

                CheckLicence(module, import.Name, export, messages);
            }
        }
    }

    private void Miss(ModpostModule module, Import import, MessageList messages)
    {
        if (import.IsWeak)
        {
            return;
        }

        Undefined++;
        if (Undefined > MostMessages && hints is null)
        {
            // Every one of them is an error, whether it is told or not.
            return;
        }

        string name = names.TextOf(import.Name);
        messages.Add(
            options.AllowsUndefined ? MessageLevel.Warning : MessageLevel.Error,
            options.Release >= ModpostRelease.Linux73
                ? $"{module.Label}: symbol '{name}' undefined!"
                : $"\"{name}\" [{module.Label}] undefined!");
        hints?.Add(messages, name);
    }

    private void Refuse(ModpostModule module, int number, Export export, MessageList messages)
    {
        string name = names.TextOf(number);
        messages.Add(
            options.AllowsMissingNamespaces ? MessageLevel.Warning : MessageLevel.Error,
            options.Release >= ModpostRelease.Linux73
                ? $"{module.Label}: module uses symbol '{name}' from namespace '{export.Namespace}', but does not import it."
                : $"module {module.BaseName} uses symbol {name} from namespace {export.Namespace}, but does not import it.");
        if (hints is not null)
        {
            messages.Add(MessageLevel.Note, UndefinedHints.OfNamespace(export.Namespace, options.Release));
        }
    }

    private void CheckLicence(ModpostModule module, int number, Export export, MessageList messages)
    {
        if (export.IsGplOnly && !module.IsGplCompatible)
        {
            string name = names.TextOf(number);
            messages.Add(MessageLevel.Error, options.Release >= ModpostRelease.Linux73
                ? $"{module.Label}: GPL-incompatible module uses GPL-only symbol '{name}'"
                : $"GPL-incompatible module {module.BaseName}.ko uses GPL-only symbol '{name}'");
        }
    }
}
