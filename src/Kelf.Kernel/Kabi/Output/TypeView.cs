// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Shapes;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>What a snapshot knows of one name: an export, or a type with its layout and the exports that lead to it.</summary>
public static class TypeView
{
    private const int ShownNames = 10;

    /// <summary>Shows a name.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="name">An export, a type as C calls it (<c>struct dev</c>), as records do (<c>s#dev</c>), or its name alone.</param>
    /// <returns>Null when nothing has that name.</returns>
    public static string? Show(Snapshot snapshot, string name)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(name);
        StringBuilder text = new();
        if (snapshot.Exports.TryGetValue(name, out VersionRecord? export))
        {
            text.Append(CultureInfo.InvariantCulture, $"{export.Name}: version 0x{export.Crc:x8}");
            text.Append(snapshot.HasPlaces ? $", {(export.IsGplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL")} of {export.Module}" : "")
                .Append(export.Namespace.Length > 0 ? $", namespace {export.Namespace}" : "").Append('\n');
        }

        if (snapshot.Types is { } types)
        {
            foreach (string word in RecordNames(name))
            {
                if (types.Table.Words.Find(Encoding.UTF8.GetBytes(word)) is >= 0 and int found)
                {
                    Variants(text, types, found);
                }
            }
        }

        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>What records call what C calls so.</summary>
    internal static string[] RecordNames(string name)
    {
        string[] words = name.Split(' ', 2);
        string kind = words.Length < 2 ? "" : words[0] switch { "struct" => "s", "union" => "u", "enum" => "e", "typedef" => "t", _ => "" };
        return kind.Length > 0 ? Spelled(kind, words[1])
            : name.Length > 2 && name[1] == '#' ? [name]
            : [name, .. Spelled("t", name), .. Spelled("s", name), .. Spelled("u", name), .. Spelled("e", name)];

        // Names with blanks are quoted, those of Rust are.
        static string[] Spelled(string kind, string name) => name.Contains(' ', StringComparison.Ordinal) ? [$"{kind}#'{name}'"] : [$"{kind}#{name}"];
    }

    private static void Variants(StringBuilder text, Corpus types, int name)
    {
        Dictionary<int, List<CorpusFile>> variants = [];
        foreach (CorpusFile file in types.Files)
        {
            if (file.Find(name) is >= 0 and int record)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(variants, record, out _) ??= []).Add(file);
            }
        }

        ShapeReader shapes = new(types.Table);
        foreach ((int record, List<CorpusFile> files) in variants.OrderByDescending(variant => variant.Value.Count).ThenBy(variant => variant.Value[0].Path, Utf8Order.Instance))
        {
            text.Append(text.Length > 0 ? "\n" : "");
            foreach (string line in ShapePrinter.Print(shapes.Read(record), types.Table.TextOf(name), new TypeSizes(shapes, files[0])))
            {
                text.Append(line).Append('\n');
            }

            text.Append(CultureInfo.InvariantCulture, $"  in {FindingText.Count(files.Count, "file")}: ")
                .Append(FindingText.Few([.. files.Select(file => file.Path)], ShownNames)).Append('\n');
        }

        if (types.Table.IsType(name))
        {
            string[] users = [.. Users(types, name)];
            text.Append(CultureInfo.InvariantCulture, $"  {FindingText.Count(users.Length, "export")} lead to it: ").Append(FindingText.Few(users, ShownNames)).Append('\n');
        }
    }

    // The exports of each file that has the type, if a path of references leads there.
    private static SortedSet<string> Users(Corpus types, int name)
    {
        RecordTable table = types.Table;
        SortedSet<string> users = new(Utf8Order.Instance);
        foreach (CorpusFile file in types.Files)
        {
            if (file.Find(name) < 0)
            {
                continue;
            }

            Dictionary<int, List<int>> referrers = [];
            foreach (int record in file.Records)
            {
                foreach (int type in table.ReferencesOf(record))
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(referrers, type, out _) ??= []).Add(table.NameOf(record));
                }
            }

            HashSet<int> seen = [name];
            Stack<int> open = new([name]);
            while (open.TryPop(out int at))
            {
                foreach (int referrer in referrers.GetValueOrDefault(at) ?? [])
                {
                    if (seen.Add(referrer))
                    {
                        open.Push(referrer);
                        if (!table.IsType(referrer))
                        {
                            users.Add(table.TextOf(referrer));
                        }
                    }
                }
            }
        }

        return users;
    }
}
