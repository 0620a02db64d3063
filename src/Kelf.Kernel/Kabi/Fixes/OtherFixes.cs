// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>Fixes of enumerations, of types that became visible, and of what is the same under another name.</summary>
internal static class OtherFixes
{
    /// <summary>Fixes of an enumeration.</summary>
    public static List<Fix> Enumerators(FixSubject subject)
    {
        IReadOnlyList<EnumeratorNode> old = subject.Old.Enumerators, now = subject.New.Enumerators;
        Dictionary<string, string> values = new(StringComparer.Ordinal), after = new(StringComparer.Ordinal);
        foreach (EnumeratorNode item in now)
        {
            after.TryAdd(item.Name, item.Value);
        }

        List<EnumeratorNode> changed = [], added = [];
        foreach (EnumeratorNode item in old)
        {
            values.TryAdd(item.Name, item.Value);
            if (!after.TryGetValue(item.Name, out string? value))
            {
                return [];
            }

            if (value != item.Value)
            {
                changed.Add(item);
            }
        }

        List<string> rules = [], names = [];
        foreach (EnumeratorNode item in now)
        {
            if (!values.ContainsKey(item.Name))
            {
                added.Add(item);
                names.Add(item.Name);
                rules.Add(subject.Macros.Rule("ENUMERATOR_IGNORE", $"{subject.Plain}, {item.Name}"));
            }
        }

        if (added.Count == 0 || old.Count == 0 || subject.Old.Size != subject.New.Size)
        {
            return [];
        }

        string listed = $"'{string.Join("' and '", names)}'";
        if (changed.Count == 0)
        {
            return [new Fix(
                "ignore-enumerator", $"no value changes for {listed}: hide it, if modules that do not know it may meet it",
                Hidden(subject, added, rules, now), Values([old[^1]]))];
        }

        // The one that counts the others, which arrays may have as their size.
        if (changed.Count == 1 && changed[0].Name == old[^1].Name && now[^1].Name == old[^1].Name)
        {
            EnumeratorNode last = old[^1];
            rules.Add(subject.Macros.Rule("ENUMERATOR_VALUE", $"{subject.Plain}, {last.Name}, {last.Value}"));
            return [new Fix(
                "enumerator-value", $"{listed} comes before '{last.Name}', which counts: hide both, if no array that modules see has that many elements",
                Hidden(subject, added, rules, now), Values(old.Count > 1 ? [old[^2]] : []))];
        }

        List<FixEdit> edits = [new FixEdit(FixPlace.After, old[^1].Name, names,
            subject.Macros.HasRules ? names.ConvertAll(name => name + ",") : ["#ifndef __GENKSYMS__", $"\t{string.Join(", ", names)},", "#endif"])];
        if (subject.Macros.HasRules)
        {
            edits.Add(new FixEdit(FixPlace.AfterType, subject.Name, [], rules));
        }

        return [new Fix("move-enumerator", $"put {listed} last, then no value changes, and hide it", edits, Values(changed))];
    }

    /// <summary>The fix of a type that became visible.</summary>
    /// <param name="subject">The type.</param>
    /// <param name="file">The file that sees it now.</param>
    /// <param name="size">Its size in the old kernel, if some other file of it has it; else null.</param>
    public static Fix Visible(FixSubject subject, string file, long? size) => new(
        "declaration-only",
        $"'{subject.Shown}' only became visible by an include: hide that, and the version stays",
        [
            new FixEdit(
                FixPlace.File, file, [],
                subject.Macros.HasRules ? [subject.Macros.Rule("DECLONLY", subject.Plain)]
                    : ["#ifndef __GENKSYMS__", $"/* the #include that defines {subject.Shown} */", "#endif"]),
        ],
        size is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"static_assert(sizeof({subject.Shown}) == {size});")]);

    /// <summary>The fix of what is described in another way only.</summary>
    /// <param name="subject">The type, or export.</param>
    /// <param name="file">The file that has it.</param>
    public static List<Fix> Described(FixSubject subject, string file)
    {
        if (subject.OldBody is not { } body || !subject.Macros.HasRules)
        {
            return [];
        }

        string quoted = body.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return [new Fix(
            "type-string", "if it means the same, go on describing it as before: the version stays",
            [new FixEdit(FixPlace.File, file, [], [subject.Macros.Rule("TYPE_STRING", $"\"{subject.Name}\", \"{quoted}\"")])],
            subject.Old.Size is not null && subject.Name[1] == '#' ? [subject.SizeStays] : [])];
    }

    private static List<FixEdit> Hidden(FixSubject subject, List<EnumeratorNode> added, List<string> rules, IReadOnlyList<EnumeratorNode> now)
    {
        if (subject.Macros.HasRules)
        {
            return [new FixEdit(FixPlace.AfterType, subject.Name, [], rules)];
        }

        List<FixEdit> edits = [];
        for (int i = 0; i < now.Count; i++)
        {
            if (added.Contains(now[i]))
            {
                // Its value is said where it does not follow from the one before.
                bool isNext = ulong.TryParse(now[i].Value, out ulong value)
                    && (i == 0 ? value == 0 : ulong.TryParse(now[i - 1].Value, out ulong before) && value == before + 1);
                edits.Add(new FixEdit(
                    FixPlace.InPlaceOf, now[i].Name, [], subject.Macros.HideEnumerator(now[i].Name, isNext ? null : Number(now[i].Value), i + 1 == now.Count)));
            }
        }

        return edits;
    }

    private static List<string> Values(List<EnumeratorNode> kept) =>
        kept.FindAll(item => ulong.TryParse(item.Value, out _)).ConvertAll(item => $"static_assert({item.Name} == {Number(item.Value)});");

    // DWARF's values of enumerators are shown without a sign.
    private static string Number(string value) =>
        ulong.TryParse(value, out ulong number) && number > long.MaxValue ? unchecked((long)number).ToString(CultureInfo.InvariantCulture) : value;
}
