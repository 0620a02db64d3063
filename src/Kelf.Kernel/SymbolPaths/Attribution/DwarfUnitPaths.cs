// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>A unit of debugging information, as far as paths go.</summary>
internal sealed class DwarfUnitPath
{
    /// <summary>Its source, normalised.</summary>
    public required SourceUnit Source { get; init; }

    /// <summary>
    /// True for assembly: assemblers name the first file that emitted code, which may be an included one.
    /// </summary>
    public required bool IsAssembly { get; init; }

    /// <summary>Its code.</summary>
    public required IReadOnlyList<AddressRange> Code { get; init; }

    /// <summary>Addresses of its variables that have a fixed one.</summary>
    public required IReadOnlyList<ulong> Variables { get; init; }
}

/// <summary>Reads sources and addresses of all units of a linked image.</summary>
internal static class DwarfUnitPaths
{
    /// <summary>Reads the units.</summary>
    /// <param name="image">The image.</param>
    /// <param name="roots">The trees that the user named.</param>
    /// <param name="budget">What compressed sections are taken from.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="warn">Told about units that are malformed and left out.</param>
    public static IReadOnlyList<DwarfUnitPath> Read(
        ElfFile image, IReadOnlyList<string> roots, DecompressionBudget budget, WorkerSource workers, Action<Diagnostic> warn)
    {
        DwarfFile dwarf;
        try
        {
            dwarf = DwarfFile.Open(image, budget);
        }
        catch (MalformedFileException malformed)
        {
            warn(malformed.ToWarning(WarningKind.LeftOut, "no debugging information is used"));
            return [];
        }

        using (dwarf)
        {
            RawUnit?[] units = Parallelism.Map(
                dwarf.Units.Length, workers, () => dwarf, (file, i) => Attempt(() => Read(file.Units[i])));
            // One after the other: what lists of ranges may take is counted for all units together.
            for (int i = 0; i < units.Length; i++)
            {
                if (units[i] is { Failure: null } unit)
                {
                    DwarfUnit entries = dwarf.Units[i];
                    units[i] = Attempt(() => unit with { Ranges = UnitAddresses.Read(entries) });
                }
            }

            foreach (RawUnit? unit in units)
            {
                if (unit?.Failure is { } failure)
                {
                    warn(failure.ToWarning(WarningKind.LeftOut, "this unit is left out"));
                }
            }

            return Normalise([.. units.Where(unit => unit is { Failure: null, Name.Length: > 0 }).OfType<RawUnit>()], roots);
        }
    }

    private static List<DwarfUnitPath> Normalise(List<RawUnit> units, IReadOnlyList<string> roots)
    {
        SourceTree tree = UnitTree.Of(units.ConvertAll(unit => (unit.Name, unit.Directory)), roots);
        return units.ConvertAll(unit => new DwarfUnitPath
        {
            Source = new SourceUnit(tree.Normalise(unit.Name, unit.Directory), null),
            IsAssembly = unit.IsAssembly,
            Code = unit.Ranges,
            Variables = unit.Variables,
        });
    }

    private static RawUnit? Attempt(Func<RawUnit?> read)
    {
        try
        {
            return read();
        }
        catch (MalformedFileException malformed)
        {
            return new RawUnit("", "", false, [], [], malformed);
        }
    }

    private static RawUnit? Read(DwarfUnit unit)
    {
        if (unit.Type != DwUnitType.Compile)
        {
            return null;
        }

        (string name, string directory) = (UnitSource.In(unit.Name), Utf8Name.ToText(unit.CompilationDirectory));
        List<ulong> variables = [];
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            if (reader.Tag != DwTag.Variable)
            {
                continue;
            }

            while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
            {
                // What the linker left out is at 0 afterwards.
                if (attribute == DwAttribute.Location && StaticLocation.TryReadStart(unit, value, out ulong address) && address != 0)
                {
                    variables.Add(address);
                }
            }
        }

        return new RawUnit(name, directory, unit.Root.IsAssembler, [], variables, null);
    }

    private sealed record RawUnit(
        string Name, string Directory, bool IsAssembly, IReadOnlyList<AddressRange> Ranges, IReadOnlyList<ulong> Variables, MalformedFileException? Failure);
}
