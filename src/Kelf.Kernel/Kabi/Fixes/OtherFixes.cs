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
        EnumeratorNode[] old = [.. subject.Old.Enumerators], now = [.. subject.New.Enumerators];
        Dictionary<string, string> values = new(StringComparer.Ordinal), after = new(StringComparer.Ordinal);
        Array.ForEach(old, item => values.TryAdd(item.Name, item.Value));
        Array.ForEach(now, item => after.TryAdd(item.Name, item.Value));
        EnumeratorNode[] added = [.. now.Where(item => !values.ContainsKey(item.Name))];
        EnumeratorNode[] changed = [.. old.Where(item => after.TryGetValue(item.Name, out string? value) && value != item.Value)];
        if (added.Length == 0 || old.Length == 0 || old.Any(item => !after.ContainsKey(item.Name)) || subject.Old.Size != subject.New.Size)
        {
            return [];
        }

        string names = string.Join(" and ", added.Select(item => $"'{item.Name}'"));
        List<string> rules = [.. added.Select(item => subject.Macros.Rule("ENUMERATOR_IGNORE", $"{subject.Plain}, {item.Name}"))];
        if (changed.Length == 0)
        {
            return [new Fix(
                "ignore-enumerator", $"no value changes for {names}: hide it, if modules that do not know it may meet it",
                Hidden(subject, added, rules, now), Values(old[^1..]))];
        }

        // The one that counts the others, which arrays may have as their size.
        if (changed is [var last] && last == old[^1] && now[^1].Name == last.Name)
        {
            rules.Add(subject.Macros.Rule("ENUMERATOR_VALUE", $"{subject.Plain}, {last.Name}, {last.Value}"));
            return [new Fix(
                "enumerator-value", $"{names} comes before '{last.Name}', which counts: hide both, if no array that modules see has that many elements",
                Hidden(subject, added, rules, now), Values(old.Length > 1 ? old[^2..^1] : []))];
        }

        List<FixEdit> edits = [new FixEdit(FixPlace.After, old[^1].Name, [.. added.Select(item => item.Name)],
            subject.Macros.HasRules ? [.. added.Select(item => item.Name + ",")] : ["#ifndef __GENKSYMS__", .. added.Select(item => $"\t{item.Name},"), "#endif"])];
        if (subject.Macros.HasRules)
        {
            edits.Add(new FixEdit(FixPlace.AfterType, subject.Name, [], rules));
        }

        return [new Fix("move-enumerator", $"put {names} last, then no value changes, and hide it", edits, Values(changed))];
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

    private static List<FixEdit> Hidden(FixSubject subject, EnumeratorNode[] added, List<string> rules, EnumeratorNode[] now) =>
        subject.Macros.HasRules ? [new FixEdit(FixPlace.AfterType, subject.Name, [], rules)]
        : [.. added.Select(item => new FixEdit(FixPlace.InPlaceOf, item.Name, [], subject.Macros.HideEnumerator(
            item.Name, IsNext(item, now) ? null : Number(item.Value), item == now[^1])))];

    // Does an enumerator follow from the one before it?
    private static bool IsNext(EnumeratorNode item, EnumeratorNode[] all)
    {
        int at = Array.IndexOf(all, item);
        return at == 0 ? item.Value == "0" : ulong.TryParse(item.Value, out ulong value) && ulong.TryParse(all[at - 1].Value, out ulong before) && value == before + 1;
    }

    private static List<string> Values(EnumeratorNode[] kept) =>
        [.. kept.Where(item => ulong.TryParse(item.Value, out _)).Select(item => $"static_assert({item.Name} == {Number(item.Value)});")];

    // DWARF's values of enumerators are shown without a sign.
    private static string Number(string value) =>
        ulong.TryParse(value, out ulong number) && number > long.MaxValue ? unchecked((long)number).ToString(CultureInfo.InvariantCulture) : value;
}
