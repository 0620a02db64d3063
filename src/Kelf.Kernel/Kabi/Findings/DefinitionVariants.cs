// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>The definitions that the files of a corpus have of a type.</summary>
internal sealed class DefinitionVariants(RecordTable table)
{
    private readonly Dictionary<Corpus, Dictionary<int, List<int>>> _found = [];

    /// <summary>The records, without those that know the type by name only.</summary>
    public IReadOnlyList<int> Of(Corpus corpus, int name)
    {
        if (!_found.TryGetValue(corpus, out Dictionary<int, List<int>>? variants))
        {
            _found[corpus] = variants = Collect(corpus);
        }

        return variants.TryGetValue(name, out List<int>? records) ? records : [];
    }

    private Dictionary<int, List<int>> Collect(Corpus corpus)
    {
        Dictionary<int, List<int>> variants = [];
        bool[] isSeen = new bool[table.Count];
        foreach (CorpusFile file in corpus.Files)
        {
            foreach (int record in file.Records)
            {
                if (!isSeen[record] && table.IsType(table.NameOf(record)) && !table.IsDeclaration(record))
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(variants, table.NameOf(record), out _) ??= []).Add(record);
                }

                isSeen[record] = true;
            }
        }

        return variants;
    }
}
