// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// The paths of a few functions of a linked image by the units at their addresses: what <see cref="DwarfSource"/> says of all symbols, for
/// which it reads every entry of the debugging information.
/// </summary>
/// <param name="image">The image.</param>
/// <param name="lines">Knows its units.</param>
internal sealed class UnitPaths(ElfFile image, ILineSource lines)
{
    private readonly ElfSymbolTable _symbols = NeededSymbols.Of(image);
    private readonly Dictionary<CodeUnit, bool> _confirmed = [];
    private ILookup<string, int>? _assembly;

    /// <summary>Finds the path of an entry.</summary>
    /// <param name="listing">The table, or a part of it.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="path">The path; null when it is known to have none.</param>
    /// <returns>False when the units do not tell.</returns>
    public bool TryFind(RuntimeSymbols listing, int entry, out string? path)
    {
        path = null;
        if (listing.IndexOf(entry) is not (> 0 and int index) || PrefixSource.HasPrefix(listing.NameOf(entry)))
        {
            return false;
        }

        ElfSymbol symbol = _symbols[index];
        if (symbol.Binding != ElfSymbolBinding.Local && symbol.Type == ElfSymbolType.NoType)
        {
            // Of the linker script, or a label of assembly.
            return true;
        }

        if (lines.UnitAt(listing.AddressOf(entry)) is not { } unit)
        {
            return false;
        }

        path = !unit.IsAssembly || IsConfirmed(unit) ? unit.Path : null;
        return true;
    }

    /// <summary>Whether most symbols after a file symbol of an assembler's unit are that unit's, so that its name is right.</summary>
    private bool IsConfirmed(CodeUnit unit)
    {
        if (!_confirmed.TryGetValue(unit, out bool isConfirmed))
        {
            _assembly ??= FilesOfAssembly().ToLookup(file => file.Name, file => file.Index, StringComparer.Ordinal);
            _confirmed[unit] = isConfirmed =
                _assembly[Path.ChangeExtension(Path.GetFileName(unit.Path), ".o")].Any(file => IsOf(unit, file));
        }

        return isConfirmed;
    }

    // GNU ld makes up file symbols of objects' names.
    private IEnumerable<(string Name, int Index)> FilesOfAssembly()
    {
        for (int i = 1; i < _symbols.Count; i++)
        {
            if (_symbols[i].Type == ElfSymbolType.File && _symbols.NameOf(_symbols[i]).EndsWith(".o"u8))
            {
                yield return (Utf8Name.ToText(_symbols.NameOf(_symbols[i])), i);
            }
        }
    }

    private bool IsOf(CodeUnit unit, int file)
    {
        (int own, int all) = (0, 0);
        for (int i = file + 1; i < _symbols.Count && _symbols[i] is { Binding: ElfSymbolBinding.Local, Type: not ElfSymbolType.File } symbol; i++)
        {
            if (symbol.Type != ElfSymbolType.Section && !PrefixSource.HasPrefix(_symbols.NameOf(symbol)) && lines.UnitAt(symbol.Value) is { } found)
            {
                all++;
                own += found == unit ? 1 : 0;
            }
        }

        return own * 2 > all;
    }
}
