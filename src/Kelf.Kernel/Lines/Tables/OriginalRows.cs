// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>
/// The rows of a unit as libdw gives them to <c>gen_lineinfo</c>: in the order of addresses, with those that end sequences, which stand
/// before others of their address.
/// </summary>
internal sealed class OriginalRows
{
    private readonly Dictionary<uint, byte[]?> _paths = [];
    private readonly List<(ulong Address, uint File, uint Line)> _rows;

    private OriginalRows(DwarfUnit unit)
    {
        List<(ulong Address, bool IsBehind, int Number, uint File, uint Line)> rows = [];
        LineProgram program = LineProgram.Of(unit);
        while (program.Next())
        {
            LineRow row = program.Row;
            rows.Add((row.Address, !row.EndsSequence, rows.Count, row.File, row.Line));
        }

        rows.Sort();
        _rows = rows.ConvertAll(row => (row.Address, row.File, row.Line));
        ReadOnlySpan<byte> directory = unit.CompilationDirectory;
        foreach (uint file in rows.Select(row => row.File).Distinct())
        {
            _paths[file] = PathOf(unit, file) is { } path ? OriginalPath.Of(path, directory) : null;
        }
    }

    /// <summary>The rows that have a line and a file, with the path of the file.</summary>
    public IEnumerable<(ulong Address, byte[] Path, uint Line)> All
    {
        get
        {
            foreach ((ulong address, uint file, uint line) in _rows)
            {
                if (line != 0 && _paths[file] is { } path)
                {
                    yield return (address, path, line);
                }
            }
        }
    }

    /// <summary>Reads them; null when the unit has no line table, or one that libdw would not read.</summary>
    public static OriginalRows? Read(DwarfUnit unit)
    {
        try
        {
            return unit.Root.LineTable is null ? null : new OriginalRows(unit);
        }
        catch (MalformedFileException)
        {
            // The original says nothing of it.
            return null;
        }
    }

    // libdw (0.188) joins a file with its directory, and that with nothing.
    private static byte[]? PathOf(DwarfUnit unit, uint number)
    {
        SourceFiles files = unit.Files;
        if (number - (ulong)files.FirstNumber >= (ulong)files.Count)
        {
            return null;
        }

        SourceFile file = files.File(number);
        if (file.Name.StartsWith("/"u8))
        {
            return file.Name.ToArray();
        }

        ReadOnlySpan<byte> directory = file.Directory == 0 && files.FirstNumber == 1 ? unit.CompilationDirectory : files.Directory(file.Directory);
        return directory.IsEmpty ? file.Name.ToArray() : [.. directory, (byte)'/', .. file.Name];
    }
}
