// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Modules;

/// <summary>
/// Would a kernel take a module? What the kernel checks when it loads one, in its order (<c>kernel/module/main.c</c>: the machine, the
/// vermagic, then for each undefined symbol the export, its licence, its version and its namespace).
/// </summary>
/// <param name="kernel">The kernel, with all modules that are loaded before.</param>
/// <param name="isVersioned">Whether the kernel looks at versions, where not all of its exports are at hand; null if its exports say it.</param>
public sealed class LoadCheck(Snapshot kernel, bool? isVersioned = null)
{
    private const string ForModules = "module:";

    private readonly bool _isVersioned = isVersioned ?? !kernel.IsUnversioned;

    // What the linker defines, or the kernel's loader does, is in no table.
    private static readonly string[] s_own = ["__this_module", "_GLOBAL_OFFSET_TABLE_"];

    /// <summary>Answers for a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="others">What modules beside it export, by name.</param>
    public LoadAnswer Check(ModuleNeeds module, IReadOnlyDictionary<string, VersionRecord> others)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(others);
        List<LoadReason> reasons = [];
        SortedSet<string> needed = new(StringComparer.Ordinal);
        Magic(module, reasons);
        foreach ((string name, bool isWeak) in module.Symbols)
        {
            if (s_own.Contains(name))
            {
                continue;
            }

            VersionRecord? export = kernel.Exports.GetValueOrDefault(name) ?? others.GetValueOrDefault(name);
            if (export is not null)
            {
                Symbol(module, export, reasons);
                if (export.Module is not ("" or "vmlinux"))
                {
                    needed.Add(export.Module);
                }
            }
            else if (!isWeak)
            {
                reasons.Add(new(LoadVerdict.Refused, "unknown-symbol", name, $"unknown symbol {name}: neither the kernel nor a module exports it"));
            }
        }

        return new LoadAnswer(module.File, reasons.Count == 0 ? LoadVerdict.Loads : reasons.Max(reason => reason.Verdict), reasons) { Needs = [.. needed] };
    }

    // same_magic(): with versions of symbols on both sides the release, which is the first word, does not count.
    private void Magic(ModuleNeeds module, List<LoadReason> reasons)
    {
        if (kernel.Machine is { } machine && machine != module.Machine)
        {
            reasons.Add(new(LoadVerdict.Refused, "machine", "", $"it is for {module.Machine}, the kernel for {machine}"));
            return;
        }

        if (module.VersionMagic.Length == 0)
        {
            return;
        }

        string built = module.VersionMagic.Split(' ')[0];
        bool hasVersions = module.Versions.Count > 0 && _isVersioned;
        if (!hasVersions && kernel.Release is { } release && built != release)
        {
            reasons.Add(new(
                LoadVerdict.Refused, "vermagic", "", $"it is built for {built}, this is {release}, and without versions of symbols releases have to be equal"));
        }
        else if (kernel.VersionMagic is { } magic && Rest(magic) != Rest(module.VersionMagic))
        {
            reasons.Add(new(LoadVerdict.Refused, "vermagic", "", $"version magic '{module.VersionMagic}' should be '{magic}'"));
        }

        // The structure of modules has a version of its own.
        if (kernel.Exports.TryGetValue("module_layout", out VersionRecord? layout))
        {
            Version(module, layout, reasons);
        }
    }

    private static string Rest(string magic) => magic.IndexOf(' ', StringComparison.Ordinal) is >= 0 and int blank ? magic[blank..].Trim() : "";

    private void Symbol(ModuleNeeds module, VersionRecord export, List<LoadReason> reasons)
    {
        string name = export.Name;
        if (export.IsGplOnly && !module.IsFree)
        {
            reasons.Add(new(LoadVerdict.Refused, "gpl-only", name, $"{name} is for GPL modules only; the kernel calls it unknown"));
            return;
        }

        Version(module, export, reasons);
        if (export.Namespace.StartsWith(ForModules, StringComparison.Ordinal))
        {
            if (!export.Namespace[ForModules.Length..].Split(',').Any(listed => IsListed(listed, module.Name)))
            {
                reasons.Add(new(LoadVerdict.Refused, "module-list", name, $"{name} is for other modules only ({export.Namespace})"));
            }
        }
        else if (export.Namespace.Length > 0 && !module.Namespaces.Contains(export.Namespace))
        {
            reasons.Add(new(LoadVerdict.Refused, "namespace", name, $"{name} is in namespace {export.Namespace}, which the module does not import"));
        }
    }

    // check_version() and check_modstruct_version() of kernel/module/version.c.
    private void Version(ModuleNeeds module, VersionRecord export, List<LoadReason> reasons)
    {
        if (!_isVersioned)
        {
            return;
        }

        if (module.Versions.TryGetValue(export.Name, out uint wanted))
        {
            if (wanted != export.Crc)
            {
                reasons.Add(new(LoadVerdict.Refused, "crc", export.Name, string.Create(
                    CultureInfo.InvariantCulture, $"disagrees about version of symbol {export.Name}: it wants 0x{wanted:x8}, the kernel has 0x{export.Crc:x8}")));
            }
        }
        else if (module.Versions.Count == 0)
        {
            if (!reasons.Exists(reason => reason.Kind == "unversioned"))
            {
                reasons.Add(new(LoadVerdict.Refused, "unversioned", "", "it has no versions of symbols, and loads only if that is forced"));
            }
        }
        else if (module.HasExtendedVersions)
        {
            reasons.Add(new(LoadVerdict.Warns, "no-version", export.Name, $"no extended symbol version for {export.Name}: the kernel warns once, and loads it"));
        }
        else
        {
            reasons.Add(new(LoadVerdict.Refused, "no-version", export.Name, $"no symbol version for {export.Name}"));
        }
    }

    // Names with a star at the end match what begins so; a dash is an underscore.
    private static bool IsListed(string listed, string module)
    {
        listed = listed.Replace('-', '_');
        return listed.EndsWith('*') ? module.StartsWith(listed[..^1], StringComparison.Ordinal) : listed == module;
    }
}
