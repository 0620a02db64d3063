// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>A fix for people: where what goes, and what keeps it so.</summary>
internal static class FixText
{
    /// <summary>The lines, without the sentence that says what it is.</summary>
    public static IEnumerable<string> Lines(Fix fix)
    {
        foreach (FixEdit edit in fix.Edits)
        {
            yield return Where(edit) + ":";
            foreach (string line in edit.Lines)
            {
                yield return "  " + line;
            }
        }

        if (fix.Assertions.Count > 0)
        {
            yield return "guarded by, as numbers are of this architecture:";
            foreach (string assertion in fix.Assertions)
            {
                yield return "  " + assertion;
            }
        }
    }

    /// <summary>Where an edit goes, as a phrase.</summary>
    public static string Where(FixEdit edit)
    {
        string place = edit.Place switch
        {
            FixPlace.InPlaceOf => $"in place of '{edit.Name}'",
            FixPlace.After => $"after '{edit.Name}'",
            FixPlace.Before => $"before '{edit.Name}'",
            FixPlace.AfterType => $"after the definition of {TypeText.Name(edit.Name)}",
            _ => $"in the source of {edit.Name}, after its includes",
        };
        return edit.Members.Count == 0 ? place : $"{place}, and without '{string.Join("', '", edit.Members)}' where it is now";
    }

    /// <summary>The word for a place, for programs.</summary>
    public static string WordOf(FixPlace place) => place switch
    {
        FixPlace.InPlaceOf => "in-place-of",
        FixPlace.After => "after",
        FixPlace.Before => "before",
        FixPlace.AfterType => "after-type",
        _ => "file",
    };
}
