// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>In what two enumerations differ.</summary>
internal static class EnumeratorDifferences
{
    /// <summary>The effects, in the order of enumerators.</summary>
    public static List<Effect> Find(TypeNode old, TypeNode @new)
    {
        Dictionary<string, string> before = Values(old), after = Values(@new);
        Dictionary<string, string> byValue = new(StringComparer.Ordinal);
        foreach ((string name, string value) in after.Where(item => !before.ContainsKey(item.Key)))
        {
            byValue.TryAdd(value, name);
        }

        List<Effect> effects =
        [
            .. before.Where(item => !after.ContainsKey(item.Key)).Select(item => Effect.Of(
                ChangeKind.EnumeratorRemoved,
                byValue.TryGetValue(item.Value, out string? other) ? $"'{item.Key}' is gone; '{other}' has its value {item.Value}" : $"'{item.Key}' ({item.Value}) is gone")),
        ];
        EnumeratorNode[] changed = [.. @new.Enumerators.Where(item => before.TryGetValue(item.Name, out string? value) && value != item.Value)];
        if (changed.Length > 0)
        {
            string others = changed.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {changed.Length - 1} more");
            effects.Add(Effect.Of(
                ChangeKind.EnumeratorValueChanged, $"'{changed[0].Name}' is {changed[0].Value}, was {before[changed[0].Name]}{others}"));
        }

        effects.AddRange(after.Where(item => !before.ContainsKey(item.Key))
            .Select(item => Effect.Of(ChangeKind.EnumeratorAdded, $"'{item.Key}' ({item.Value}) is new")));
        if (old.Size != @new.Size && old.Size is not null && @new.Size is not null)
        {
            effects.Add(Effect.Of(ChangeKind.StructSize, string.Create(CultureInfo.InvariantCulture, $"the size is {@new.Size}, was {old.Size}")));
        }

        return effects;
    }

    private static Dictionary<string, string> Values(TypeNode type)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (EnumeratorNode item in type.Enumerators)
        {
            values.TryAdd(item.Name, item.Value);
        }

        return values;
    }
}
