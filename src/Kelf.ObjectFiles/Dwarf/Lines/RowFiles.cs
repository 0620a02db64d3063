// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>
/// The files that rows of a line program, and <c>DW_AT_call_file</c> and the like of its unit, name: those of the table's header,
/// and those that the program itself defines (<c>DW_LNE_define_file</c>, DWARF 4 §6.2.5.3). The lists are read when the first path is
/// asked for; a program is run for its definitions only when a number is not in the lists.
/// </summary>
public sealed class RowFiles
{
    private readonly DwarfUnit _unit;
    private readonly Lazy<List<long>> _defined;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="unit">A unit.</param>
    public RowFiles(DwarfUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        _unit = unit;
        _defined = new Lazy<List<long>>(FindDefinitions);
    }

    /// <summary>The path of a file, as <see cref="SourceFiles.Path"/> makes it.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="path">The path.</param>
    /// <returns>False when the unit has no such file, or no line table, or the file's directory is not there.</returns>
    /// <exception cref="MalformedFileException">
    /// The lists are malformed; or the number is not in them, and the program is malformed.
    /// </exception>
    public bool TryPath(ulong number, [NotNullWhen(true)] out string? path)
    {
        path = null;
        if (_unit.Root.LineTable is null)
        {
            return false;
        }

        SourceFiles files = _unit.Files;
        ulong index = number - (ulong)files.FirstNumber;
        return index < (ulong)files.Count
            ? files.TryPath(number, out path)
            // Number 0 before DWARF 5, which is no file, is far behind all of them.
            : TryDefined(files, index - (ulong)files.Count, out path);
    }

    private bool TryDefined(SourceFiles files, ulong index, [NotNullWhen(true)] out string? path)
    {
        path = null;
        if (index >= (ulong)_defined.Value.Count)
        {
            return false;
        }

        Cursor cursor = files.Header.Program.Read(_unit.ByteOrder, (ulong)_defined.Value[(int)index]);
        return files.TryJoin(cursor.CString(), cursor.Uleb128(), out path);
    }

    private List<long> FindDefinitions()
    {
        List<long> found = [];
        LineProgram program = LineProgram.Of(_unit, _unit.Files.Header, found);
        while (program.Next())
        {
        }

        return found;
    }
}
