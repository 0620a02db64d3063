// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Symvers.Compare;

/// <summary>
/// Tells which versions are not those of an earlier symtypes file, and why (genksyms' <c>-r</c>). A version is the CRC of the
/// symbol's type string and of those of all types that it reaches: it changed exactly when one of these did.
/// </summary>
internal sealed class ChangedVersions
{
    // A structure that everything reaches changes with much else; a line that a reader gives up on tells nothing.
    private const int MostNames = 20;
    private const string OwnString = "its own type string";

    private readonly DescribedTypes _described;
    private readonly SymtypesFile _reference;
    private readonly bool[] _hasChanged;
    private readonly int[][] _next;

    private ChangedVersions(DescribedTypes described, SymtypesFile reference)
    {
        (_described, _reference) = (described, reference);
        TypeTexts types = described.Types;
        int[][] references = [.. Enumerable.Range(0, types.Names.Count).Select(name => ReferencesOf(types[name]))];
        _hasChanged = [.. Enumerable.Range(0, references.Length).Select(HasChanged)];
        bool[] leads = LeadingTo(_hasChanged, references);
        _next = Array.ConvertAll(references, names => Array.FindAll(names, name => leads[name]));
    }

    /// <summary>Warns of each symbol whose version changed. A symbol that the reference does not have is new.</summary>
    /// <param name="analysis">The object, whose options have the reference.</param>
    /// <param name="described">Its types.</param>
    public static void Tell(SymversAnalysis analysis, DescribedTypes described)
    {
        SymtypesFile reference = analysis.Options.Reference!;
        ChangedVersions changes = new(described, reference);
        string[]?[] namesOf = Parallelism.Map(
            analysis.Groups.Count, analysis.Options.Workers, () => new int[changes._next.Length],
            (seen, group) => described.GroupTexts[group] is { } text ? changes.ChangedBelow(text, seen, group + 1) : null);
        foreach (int symbol in analysis.TableOrder)
        {
            int group = analysis.Groups.Of(symbol);
            if (namesOf[group] is not { } names || !reference.Has(analysis.Symbols[symbol]))
            {
                continue;
            }

            string[] parts = changes.IsOwnStringNew(symbol, group, analysis.Symbols) ? [OwnString, .. names] : names;
            if (parts.Length > 0)
            {
                string name = PrintableText.Of(analysis.Symbols[symbol]);
                analysis.Options.Tell(Diagnostic.Warning(
                    WarningKind.VersionChanged, $"the version of {ReadableSymbols.Both(analysis.Symbols[symbol])} is not that of {reference.Name}: {string.Join(", ", parts)} changed") with
                {
                    Symbol = name,
                });
            }
        }
    }

    private static int[] ReferencesOf(ReadOnlySpan<byte> text)
    {
        HashSet<int> names = [];
        Pieces pieces = new(text);
        while (pieces.Next())
        {
            if (pieces.Kind == PieceKind.Reference)
            {
                names.Add(pieces.Number);
            }
        }

        return [.. names];
    }

    /// <summary>The names from which a changed one is reached, these included.</summary>
    private static bool[] LeadingTo(bool[] hasChanged, int[][] references)
    {
        ILookup<int, int> users = references.SelectMany((names, user) => names.Select(name => (name, user)))
            .ToLookup(use => use.name, use => use.user);
        bool[] leads = [.. hasChanged];
        Stack<int> open = new(Enumerable.Range(0, leads.Length).Where(name => leads[name]));
        while (open.TryPop(out int name))
        {
            foreach (int user in users[name])
            {
                if (!leads[user])
                {
                    leads[user] = true;
                    open.Push(user);
                }
            }
        }

        return leads;
    }

    // Without a type string a name is one that is only referred to, and has no record.
    private bool HasChanged(int name)
    {
        TypeTexts types = _described.Types;
        return types.Has(name) ? !_reference.Has(types.Names[name], Written(types[name])) : _reference.Has(types.Names[name]);
    }

    private bool IsOwnStringNew(int symbol, int group, SymbolList symbols) =>
        !_reference.Has(symbols[symbol], Written(_described.TextOf(symbol, group)));

    private ReadOnlySpan<byte> Written(ReadOnlySpan<byte> text)
    {
        ByteBuilder written = new();
        _described.Types.Write(text, written);
        return written.Bytes;
    }

    /// <summary>The names of changed types that a text reaches, sorted and printable, the last one perhaps the number of all others.</summary>
    /// <param name="text">A symbol's text.</param>
    /// <param name="seen">Per name, the mark of the last text that reached it.</param>
    /// <param name="mark">The mark of this text.</param>
    private string[] ChangedBelow(ReadOnlySpan<byte> text, int[] seen, int mark)
    {
        List<int> found = [];
        Stack<int> open = new(ReferencesOf(text));
        while (open.TryPop(out int name))
        {
            if (seen[name] == mark)
            {
                continue;
            }

            seen[name] = mark;
            if (_hasChanged[name])
            {
                found.Add(name);
            }

            foreach (int other in _next[name])
            {
                open.Push(other);
            }
        }

        ByteStringTable names = _described.Types.Names;
        found.Sort((a, b) => names[a].SequenceCompareTo(names[b]));
        IEnumerable<string> shown = found.Take(MostNames).Select(name => PrintableText.Of(names[name]));
        return [.. shown, .. found.Count > MostNames ? [$"{found.Count - MostNames} more"] : (string[])[]];
    }
}
