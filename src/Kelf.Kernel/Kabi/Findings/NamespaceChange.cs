// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Findings;

/// <summary>
/// What another namespace of an export means. <c>module:a,b*</c> is no namespace that can be imported: the export is for these modules only
/// (kernel <c>Documentation/core-api/symbol-namespaces.rst</c>).
/// </summary>
internal static class NamespaceChange
{
    private const string ForModules = "module:";

    /// <summary>The kind of the change.</summary>
    public static ChangeKind KindOf(string old, string @new)
    {
        if (@new.StartsWith(ForModules, StringComparison.Ordinal))
        {
            return old.StartsWith(ForModules, StringComparison.Ordinal) && Listed(old).IsSubsetOf(Listed(@new))
                ? ChangeKind.NamespaceRemoved
                : ChangeKind.NamespaceRestricted;
        }

        return @new.Length == 0 ? ChangeKind.NamespaceRemoved : old.Length == 0 ? ChangeKind.NamespaceAdded : ChangeKind.NamespaceChanged;
    }

    /// <summary>A namespace, for people.</summary>
    public static string Shown(string space) => space.Length == 0 ? "none" : space;

    private static HashSet<string> Listed(string space) => [.. space[ForModules.Length..].Split(',')];
}
