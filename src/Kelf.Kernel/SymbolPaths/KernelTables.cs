// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The parts of an image's tables that say which tables they are: how many entries, and their compressed names. All layouts
/// since Linux 6.1 have them in the same form.
/// </summary>
/// <param name="Count">Number of entries.</param>
/// <param name="Binding">
/// FNV-1a of the bytes of <c>kallsyms_num_syms</c>, <c>kallsyms_names</c> and <c>kallsyms_token_table</c>: a side table belongs to
/// the images that have this one.
/// </param>
internal sealed record KernelTables(int Count, ulong Binding)
{
    /// <summary>Finds the tables of an image.</summary>
    /// <returns>Null when it has none.</returns>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static KernelTables? Find(ElfFile image)
    {
        if (image.Type == ElfType.Relocatable || LinkedTables.TryFind(image) is not { } tables)
        {
            return null;
        }

        DecodedNames names = NameDecoder.Decode(tables);
        int length = names.Places.Length == 0 ? 0 : names.Places[^1].End.Value;
        Fnv1a hash = new();
        hash.Add(tables[TablePart.Count].Slice(0, 4));
        hash.Add(tables[TablePart.Names].Slice(0, (ulong)length));
        hash.Add(tables[TablePart.TokenTable].Slice(0, (ulong)names.Tokens.Sum(token => token.Length + 1)));
        return new KernelTables(names.Texts.Length, hash.Value);
    }
}
