// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared;

/// <summary>
/// What an object exports: <c>EXPORT_SYMBOL(x)</c> of the kernel leaves a local label <c>__export_symbol_x</c>.
/// </summary>
public static class ExportMarkers
{
    /// <summary>What the labels begin with.</summary>
    public static ReadOnlySpan<byte> Prefix => "__export_symbol_"u8;

    /// <summary>
    /// The names that the object exports, sorted by their bytes: the order in which <c>nm</c> lists them, and so the
    /// order in which a kernel build hands them to its tools.
    /// </summary>
    /// <exception cref="MalformedFileException">The symbol table is wrong.</exception>
    public static IReadOnlyList<byte[]> Read(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        List<byte[]> names = [];
        foreach (ElfSection section in elf.Sections)
        {
            if (section.Type != ElfSectionType.SymbolTable)
            {
                continue;
            }

            ElfSymbolTable symbols = elf.Symbols(section);
            for (int i = 1; i < symbols.Count; i++)
            {
                ReadOnlySpan<byte> name = symbols.NameOf(symbols[i]);
                if (name.StartsWith(Prefix) && name.Length > Prefix.Length)
                {
                    names.Add(name[Prefix.Length..].ToArray());
                }
            }
        }

        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return names;
    }
}
