// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// The units of a module as if they were its objects: what they define, by name. A module is relocatable, so addresses in its
/// debugging information tell nothing; the names of its units' functions and variables do.
/// </summary>
public static class DwarfObjects
{
    /// <summary>Reads the units of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="names">The names of its symbols; all that is not among them is left out.</param>
    /// <param name="roots">The trees that the user named.</param>
    /// <param name="budget">What compressed sections are taken from.</param>
    /// <param name="warn">Told about what is malformed and left out.</param>
    public static IReadOnlyList<LinkedObject> Read(
        ElfFile module, ByteStringTable names, IReadOnlyList<string> roots, DecompressionBudget budget, Action<Diagnostic> warn)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(warn);
        List<(string Name, string Directory, List<DefinedSymbol> Locals, List<DefinedSymbol> Globals)> units = [];
        try
        {
            using DwarfFile dwarf = DwarfFile.Open(module, budget);
            foreach (DwarfUnit unit in dwarf.Units)
            {
                // Assemblers name the first file that emitted code, which may be an included one.
                if (unit.Type == DwUnitType.Compile && !unit.Root.IsAssembler)
                {
                    (List<DefinedSymbol> locals, List<DefinedSymbol> globals) = Definitions(unit, names);
                    units.Add((UnitSource.In(unit.Name), Utf8Name.ToText(unit.CompilationDirectory), locals, globals));
                }
            }
        }
        catch (MalformedFileException malformed)
        {
            warn(malformed.ToWarning(WarningKind.LeftOut, "the rest of the debugging information is left out"));
        }

        SourceTree tree = UnitTree.Of(units.ConvertAll(unit => (unit.Name, unit.Directory)), roots);
        return units.ConvertAll(unit =>
        {
            string file = Path.GetFileName(unit.Name);
            ObjectPart part = new(names.Find(Encoding.UTF8.GetBytes(file)), HasFileSymbol: true, file, unit.Locals)
            {
                Unit = new SourceUnit(tree.Normalise(unit.Name, unit.Directory), null),
            };
            return new LinkedObject { ObjectPath = "", Parts = [part], Globals = unit.Globals };
        });
    }

    private static (List<DefinedSymbol> Locals, List<DefinedSymbol> Globals) Definitions(DwarfUnit unit, ByteStringTable names)
    {
        List<DefinedSymbol> locals = [];
        List<DefinedSymbol> globals = [];
        DieReader reader = unit.Entries();
        int depth = 0;
        while (reader.Next())
        {
            if (reader.Tag == DwTag.None)
            {
                depth--;
                continue;
            }

            if (depth == 1 && reader.Tag is DwTag.Subprogram or DwTag.Variable)
            {
                Define(unit, ref reader, names, locals, globals);
            }
            else if (depth >= 1)
            {
                reader.SkipSubtree();
            }
            else if (reader.HasChildren)
            {
                depth++;
            }
        }

        return (locals, globals);
    }

    private static void Define(
        DwarfUnit unit, ref DieReader reader, ByteStringTable names, List<DefinedSymbol> locals, List<DefinedSymbol> globals)
    {
        SymbolEntry entry = SymbolEntry.Read(unit, ref reader);
        int name = names.Find(unit.StringOrEmpty(entry.SymbolName, out _));
        if (name > 0 && !entry.IsDeclaration)
        {
            (entry.IsExternal ? globals : locals).Add(new DefinedSymbol(name, DefinedSymbol.UnknownSize, IsWeak: false));
        }

        entry.SkipChildren(ref reader);
    }
}
