// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Modpost.Hints;

/// <summary>
/// Finds where the sources of a kernel export symbols, by the macros of <c>linux/export.h</c> and of what exports more than one symbol:
/// tracepoints and static calls.
/// </summary>
internal static class ExportSearch
{
    private static readonly byte[] s_macro = "EXPORT_"u8.ToArray();

    private static readonly (string Macro, string[] Prefixes)[] s_several =
    [
        ("EXPORT_TRACEPOINT_SYMBOL", ["__tracepoint_", "__traceiter_", "__SCK__tp_func_", "__SCT__tp_func_", "__probestub_"]),
        ("EXPORT_STATIC_CALL", ["__SCK__", "__SCT__"]),
    ];

    /// <summary>Looks through the sources.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="sources">Its sources, below the tree, in the order in which they count.</param>
    /// <param name="names">The symbols that are wanted.</param>
    /// <param name="workers">Gives threads.</param>
    /// <returns>Of each symbol that was found the first place.</returns>
    public static Dictionary<string, ExportPlace> Find(
        string root, IReadOnlyList<string> sources, IReadOnlySet<string> names, WorkerSource workers)
    {
        List<ExportPlace>[] found = Parallelism.Map(sources.Count, workers, static () => 0, (_, i) => In(root, sources[i], names));
        Dictionary<string, ExportPlace> places = new(StringComparer.Ordinal);
        foreach (ExportPlace place in found.SelectMany(one => one))
        {
            places.TryAdd(place.Name, place);
        }

        return places;
    }

    private static List<ExportPlace> In(string root, string path, IReadOnlySet<string> names)
    {
        List<ExportPlace> found = [];
        try
        {
            using InputBytes input = InputBytes.Open(Path.Combine(root, path));
            Read(input.Contents.Span(), path, names, found);
        }
        catch (UnreadableFileException)
        {
            // A source that may not be read gives no hint, and the run is about something else.
        }

        return found;
    }

    private static void Read(ReadOnlySpan<byte> text, string path, IReadOnlySet<string> names, List<ExportPlace> found)
    {
        int line = 1;
        int counted = 0;
        for (int at = text.IndexOf(s_macro); at >= 0;)
        {
            int end = at + s_macro.Length;
            string macro = Word(text, ref end);
            string symbol = end < text.Length && text[end] == '(' ? Argument(text, end + 1) : "";
            foreach (string name in NamesOf("EXPORT_" + macro, symbol).Where(names.Contains))
            {
                line += text[counted..at].Count((byte)'\n');
                counted = at;
                found.Add(new ExportPlace(name, path, line));
            }

            int next = text[end..].IndexOf(s_macro);
            at = next < 0 ? -1 : end + next;
        }
    }

    private static IEnumerable<string> NamesOf(string macro, string symbol)
    {
        (string Macro, string[] Prefixes) several = Array.Find(s_several, item => macro.StartsWith(item.Macro, StringComparison.Ordinal));
        return symbol.Length == 0 ? [] : several.Prefixes?.Select(prefix => prefix + symbol) ?? [symbol];
    }

    private static string Argument(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\n')
        {
            at++;
        }

        return Word(text, ref at);
    }

    private static string Word(ReadOnlySpan<byte> text, ref int at)
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at]) || text[at] == '_'))
        {
            at++;
        }

        return Encoding.ASCII.GetString(text[start..at]);
    }
}
