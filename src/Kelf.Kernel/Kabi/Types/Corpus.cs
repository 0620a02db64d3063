// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>A name that several files of a corpus export.</summary>
/// <param name="Name">The name.</param>
/// <param name="Place">Where it is exported again: <c>FILE:LINE</c>.</param>
/// <param name="Path">The path of that file in the corpus.</param>
/// <param name="FirstPath">The path of the file that comes first.</param>
public sealed record DuplicateExport(string Name, string Place, string Path, string FirstPath);

/// <summary>The symtypes files of one build.</summary>
public sealed class Corpus
{
    private readonly Dictionary<int, List<int>> _exports = [];

    // No path twice.
    internal Corpus(RecordTable table, List<CorpusFile> files)
    {
        Table = table;
        files.Sort((a, b) => CompareFiles(a.Path, b.Path));
        Files = files;
        for (int file = 0; file < files.Count; file++)
        {
            foreach (int name in files[file].Names)
            {
                if (!table.IsType(name))
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(_exports, name, out _) ??= []).Add(file);
                }
            }
        }
    }

    /// <summary>The table that has the records.</summary>
    internal RecordTable Table { get; }

    /// <summary>What was missing and did not matter, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The files, in ascending order of their paths.</summary>
    public IReadOnlyList<CorpusFile> Files { get; }

    /// <summary>Records that none of the files has: the form of <see cref="VariantReader"/> may have some.</summary>
    internal IReadOnlyList<int> Loose { get; init; } = [];

    /// <summary>The files that define each export, in order. A name is exported once, as a rule.</summary>
    internal IReadOnlyDictionary<int, List<int>> Exports => _exports;

    /// <summary>Is there a record of this export?</summary>
    internal bool HasExport(string name) => Table.Words.Find(Encoding.UTF8.GetBytes(name)) is >= 0 and int word && _exports.ContainsKey(word);

    /// <summary>What is exported more than once, in the order of files; of a file in that of names.</summary>
    public IEnumerable<DuplicateExport> FindDuplicates() =>
        from export in _exports
        from file in export.Value.Skip(1)
        let name = Table.TextOf(export.Key)
        orderby file, name
        select new DuplicateExport(
            name, string.Create(CultureInfo.InvariantCulture, $"{Files[file].Source}:{Files[file].LineOf(export.Key)}"),
            Files[file].Path, Files[export.Value[0]].Path);

    /// <summary>Compares paths component by component: <c>a/x</c> is before <c>a-b/x</c>.</summary>
    internal static int CompareFiles(string a, string b)
    {
        ReadOnlySpan<byte> first = Encoding.UTF8.GetBytes(a), second = Encoding.UTF8.GetBytes(b);
        int same = first.CommonPrefixLength(second);
        return same == first.Length || same == second.Length
            ? first.Length - second.Length
            : Weight(first[same]) - Weight(second[same]);

        static int Weight(byte letter) => letter == '/' ? -1 : letter;
    }
}
