// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Lines.Side;

/// <summary>
/// The code of files and lines that follow each other in a block: a file by when it was used last, a line by its distance from the
/// last one of its file. Writer and reader keep the same memory.
/// </summary>
internal sealed class PlaceCode
{
    private const int RecentFiles = 64;

    private readonly RecentNumbers _files = new(RecentFiles);
    private readonly Dictionary<int, uint> _lines = [];

    /// <summary>Writes a place.</summary>
    /// <param name="columns">Takes it.</param>
    /// <param name="fileColumn">The column of files.</param>
    /// <param name="lineColumn">The column of lines.</param>
    /// <param name="file">The file, or <see cref="SideRow.Nothing"/>, after which no line is written.</param>
    /// <param name="line">The line.</param>
    public void Write(ColumnWriter columns, int fileColumn, int lineColumn, int file, uint line)
    {
        columns.Add(fileColumn, _files.Code(file - SideRow.Nothing));
        if (file != SideRow.Nothing)
        {
            columns.AddSigned(lineColumn, (long)line - _lines.GetValueOrDefault(file));
            _lines[file] = line;
        }
    }

    /// <summary>Reads a place.</summary>
    /// <param name="files">The column of files.</param>
    /// <param name="lines">The column of lines.</param>
    /// <param name="fileCount">How many files there are.</param>
    /// <exception cref="MalformedFileException">There is no such file or line.</exception>
    public (int File, uint Line) Read(ref Cursor files, ref Cursor lines, int fileCount)
    {
        int file = _files.Number(files.Uleb128(), fileCount - SideRow.Nothing) + SideRow.Nothing;
        if (file < SideRow.Nothing)
        {
            throw files.Malformed($"there is no such file among the {fileCount} of the table");
        }

        if (file == SideRow.Nothing)
        {
            return (file, 0);
        }

        Int128 line = _lines.GetValueOrDefault(file) + (Int128)ColumnReader.Signed(ref lines);
        if (line < 0 || line > uint.MaxValue)
        {
            throw lines.Malformed($"line {line} is not one");
        }

        _lines[file] = (uint)line;
        return (file, (uint)line);
    }
}
