// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The local symbols of an image that follow one <c>STT_FILE</c> symbol.</summary>
/// <param name="FileName">Number of the file symbol's name.</param>
/// <param name="Locals">The symbols in the order of <c>.symtab</c>.</param>
public sealed record FileGroup(int FileName, List<DefinedSymbol> Locals);

/// <summary>
/// The groups of an image. Linkers write the local symbols of each input together, after its <c>STT_FILE</c> symbol. That has
/// the base name of a source only, and what a tool adds later stands at the end of the last group.
/// </summary>
public sealed class FileGroups
{
    private const int Global = -2;

    private readonly int[] _groupOf;
    private readonly bool[] _isHidden;

    private FileGroups(List<FileGroup> groups, int[] groupOf, bool[] isHidden) =>
        (Groups, _groupOf, _isHidden) = (groups, groupOf, isHidden);

    /// <summary>The groups in order.</summary>
    public IReadOnlyList<FileGroup> Groups { get; }

    /// <summary>Reads the groups of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="names">Has the names of its symbols, and of its files.</param>
    public static FileGroups Read(ElfFile image, ByteStringTable names)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(names);
        ElfSymbolTable symbols = NeededSymbols.Of(image);
        List<FileGroup> groups = [];
        int[] groupOf = new int[symbols.Count];
        bool[] isHidden = new bool[symbols.Count];
        for (int i = 1; i < symbols.Count; i++)
        {
            groupOf[i] = Global;
            ElfSymbol symbol = symbols[i];
            isHidden[i] = symbol.Visibility is ElfSymbolVisibility.Internal or ElfSymbolVisibility.Hidden;
            if (symbol.Binding != ElfSymbolBinding.Local)
            {
                continue;
            }

            if (symbol.Type == ElfSymbolType.File)
            {
                // After the locals of all files GNU ld writes its own, after a file symbol without a name.
                groups.Add(new FileGroup(names.Find(symbols.NameOf(symbol)), []));
                continue;
            }

            groupOf[i] = groups.Count - 1;
            if (groups.Count > 0 && symbol.Type != ElfSymbolType.Section && names.Find(symbols.NameOf(symbol)) is > 0 and int name)
            {
                groups[^1].Locals.Add(new DefinedSymbol(name, symbol.Size, IsWeak: false));
            }
        }

        return new FileGroups(groups, groupOf, isHidden);
    }

    /// <summary>The group of a symbol, or -1.</summary>
    /// <param name="index">Its index in <c>.symtab</c>, or -1.</param>
    public int Of(int index) => index < 0 ? -1 : Math.Max(_groupOf[index], -1);

    /// <summary>True for a local symbol, in a group or before all groups.</summary>
    public bool IsLocal(int index) => index >= 0 && _groupOf[index] != Global;

    /// <summary>True for a symbol that no other linked file may see.</summary>
    public bool IsHidden(int index) => index >= 0 && _isHidden[index];
}
