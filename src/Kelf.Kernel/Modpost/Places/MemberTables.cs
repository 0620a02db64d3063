// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Modpost.Places;

/// <summary>
/// Finds the member that is at an offset of a type. The members of a structure are read once and sorted: a table of a thousand
/// structures has a thousand references.
/// </summary>
internal sealed class MemberTables
{
    // Compilers nest some tens. A file may nest a type in itself.
    private const int Deepest = 64;

    private readonly Dictionary<DieOffset, Table> _tables = [];

    /// <summary>Follows an offset from a type to the member there.</summary>
    /// <param name="type">The type.</param>
    /// <param name="offset">Offset in bytes.</param>
    /// <param name="path">Takes the way as it is written in C.</param>
    /// <param name="steps">Takes the members.</param>
    /// <returns>The name of the type, of an array that of its elements.</returns>
    /// <exception cref="MalformedFileException">A type is malformed.</exception>
    public string Find(TypeEntry type, ulong offset, StringBuilder path, List<MemberStep> steps)
    {
        string? name = null;
        for (int level = 0; level < Deepest; level++)
        {
            if (ArrayType.TryFrom(type, out ArrayType array))
            {
                if (!array.TryElementType(out TypeEntry element) || !TypeSize.TryFind(element, out ulong size) || size == 0)
                {
                    break;
                }

                path.Append(CultureInfo.InvariantCulture, $"[{offset / size}]");
                (type, offset) = (element, offset % size);
                continue;
            }

            if (ModifierType.TryFrom(type, out ModifierType modifier))
            {
                // A name for a structure without one of its own stands for it.
                string given = modifier.Kind == DwTag.Typedef ? Utf8Name.ToText(modifier.Name) : "";
                if (modifier.Kind is not (DwTag.Typedef or DwTag.ConstType or DwTag.VolatileType or DwTag.AtomicType)
                    || !modifier.TryTarget(out TypeEntry target))
                {
                    break;
                }

                name ??= given.Length > 0 && target.Name.IsEmpty && AggregateType.TryFrom(target, out _) ? given : null;
                type = target;
                continue;
            }

            if (!AggregateType.TryFrom(type, out AggregateType aggregate))
            {
                break;
            }

            Table table = TableOf(aggregate);
            name ??= table.Name;
            if (table.At(offset) is not { } member)
            {
                break;
            }

            steps.Add(new MemberStep(Utf8Name.ToText(aggregate.Name), member.Name));
            path.Append(member.Name.Length > 0 ? "." : "").Append(member.Name);
            if (!TypeEntry.ReadAt(member.Unit, member.Entry).TryType(out TypeEntry inner))
            {
                break;
            }

            (type, offset) = (inner, offset - member.Offset);
        }

        return name ?? "";
    }

    private Table TableOf(AggregateType aggregate)
    {
        DieOffset key = aggregate.Entry.Offset;
        if (!_tables.TryGetValue(key, out Table? table))
        {
            table = Table.Read(aggregate);
            _tables.Add(key, table);
        }

        return table;
    }

    /// <summary>A member, by where it begins.</summary>
    private readonly record struct Place(ulong Offset, string Name, DwarfUnit Unit, DieOffset Entry);

    /// <summary>The members of a structure.</summary>
    private sealed class Table
    {
        private readonly List<Place> _places = [];

        private Table(string name) => Name = name;

        /// <summary>As it is written in C: <c>struct console</c>.</summary>
        public string Name { get; }

        public static Table Read(AggregateType aggregate)
        {
            string name = Utf8Name.ToText(aggregate.Name);
            Table table = new(name.Length == 0 ? "" : $"{(aggregate.IsUnion ? "union" : "struct")} {name}");
            foreach (TypeEntry child in aggregate.Members)
            {
                if (Member.TryFrom(child, out Member member) && member.TryBitOffset(out ulong bits))
                {
                    table._places.Add(new Place(bits / 8, Utf8Name.ToText(member.Name), child.Unit, child.Offset));
                }
            }

            // The order of members at one place stays that of the file.
            table._places.Sort((left, right) =>
                left.Offset != right.Offset ? left.Offset.CompareTo(right.Offset) : left.Entry.CompareTo(right.Entry));
            return table;
        }

        /// <summary>The first of the members that begin nearest to an offset, at it or before it; null when none does.</summary>
        public Place? At(ulong offset)
        {
            int low = 0;
            for (int high = _places.Count; low < high;)
            {
                int middle = (low + high) / 2;
                (low, high) = _places[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
            }

            if (low == 0)
            {
                return null;
            }

            ulong start = _places[low - 1].Offset;
            int first = 0;
            for (int high = low; first < high;)
            {
                int middle = (first + high) / 2;
                (first, high) = _places[middle].Offset < start ? (middle + 1, high) : (first, middle);
            }

            return _places[first];
        }
    }
}
