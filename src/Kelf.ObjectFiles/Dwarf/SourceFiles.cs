// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The directories and files of a unit's line table header (DWARF 5 §6.2.4; DWARF 4 §6.2.4 for versions 2 to 4). Names are at hand;
/// what else an entry has is read again when it is asked for.
/// </summary>
public sealed class SourceFiles
{
    private readonly DwarfUnit _unit;
    private readonly Region _lines;
    private readonly Entries _directories;
    private readonly Entries _files;

    private SourceFiles(DwarfUnit unit, LineTableHeader header, Entries directories, Entries files)
    {
        (_unit, Header, _directories, _files, _lines) = (unit, header, directories, files, unit.File.Lines.Contents);
    }

    /// <summary>The rest of the header, and the program.</summary>
    public LineTableHeader Header { get; }

    /// <summary>Number of the first file, and of the first directory in the table: 0 since DWARF 5, 1 before.</summary>
    public int FirstNumber => Header.Format.Version >= 5 ? 0 : 1;

    /// <summary>Number of files.</summary>
    public int Count => _files.Names.Length;

    /// <summary>Number of directories in the table.</summary>
    public int DirectoryCount => _directories.Names.Length;

    /// <summary>The name of a file as written in the table, usually without its directory.</summary>
    /// <param name="number">Value of a <c>DW_AT_decl_file</c>.</param>
    /// <returns>The bytes; empty for number 0 before DWARF 5, which means "no file".</returns>
    /// <exception cref="MalformedFileException">There is no such file.</exception>
    public ReadOnlySpan<byte> Name(ulong number) =>
        number == 0 && FirstNumber == 1 ? default : NameIn(_files, number, "file");

    /// <summary>A directory as written in the table.</summary>
    /// <param name="number">
    /// Its number. 0 is where the compiler ran: since DWARF 5 the table has it, before it is empty here, and
    /// <see cref="DwarfUnit.CompilationDirectory"/> has it.
    /// </param>
    /// <exception cref="MalformedFileException">There is no such directory.</exception>
    public ReadOnlySpan<byte> Directory(ulong number) =>
        number == 0 && FirstNumber == 1 ? default : NameIn(_directories, number, "directory");

    /// <summary>All that the table says of a file.</summary>
    /// <param name="number">Its number, from <see cref="FirstNumber"/>.</param>
    /// <exception cref="MalformedFileException">There is no such file.</exception>
    public SourceFile File(ulong number)
    {
        ReadOnlySpan<byte> name = NameIn(_files, number, "file");
        Cursor cursor = _lines.Read(_unit.ByteOrder, (ulong)_files.Offsets[number - (ulong)FirstNumber]);
        if (Header.Format.Version < 5)
        {
            cursor.CString();
            return new SourceFile { Name = name, Directory = cursor.Uleb128(), ModificationTime = cursor.Uleb128(), Size = cursor.Uleb128() };
        }

        (ulong directory, ulong time, ulong size) = (0, 0, 0);
        ReadOnlySpan<byte> md5 = default;
        foreach ((LineContent content, DwForm form) in _files.Fields)
        {
            AttributeValue value = FormReader.Read(ref cursor, Header.Format, form, 0);
            if (value.TryConstant(out ulong number64))
            {
                directory = content == LineContent.DirectoryIndex ? number64 : directory;
                time = content == LineContent.Timestamp ? number64 : time;
                size = content == LineContent.Size ? number64 : size;
            }
            else if (content == LineContent.Md5 && form == DwForm.Data16)
            {
                md5 = _lines.Span((ulong)value.Position, 16);
            }
        }

        return new SourceFile { Name = name, Directory = directory, ModificationTime = time, Size = size, Md5 = md5 };
    }

    /// <summary>
    /// The path of a file: its name, if that is not absolute below its directory, and that below where the compiler ran. Nothing is
    /// folded; the path is relative when the compiler was told so.
    /// </summary>
    /// <param name="number">Its number, from <see cref="FirstNumber"/>.</param>
    /// <exception cref="MalformedFileException">There is no such file, or no such directory.</exception>
    public string Path(ulong number)
    {
        SourceFile file = File(number);
        return Join(file.Name, file.Directory);
    }

    /// <summary>The same for numbers that may be wrong.</summary>
    /// <param name="number">A number, such as the one of a row of the line program.</param>
    /// <param name="path">The path.</param>
    /// <returns>False when there is no such file, or no such directory.</returns>
    /// <exception cref="MalformedFileException">A name is outside of its section, or longer than 64 KiB and shared.</exception>
    public bool TryPath(ulong number, [NotNullWhen(true)] out string? path)
    {
        path = null;
        if (number - (ulong)FirstNumber >= (ulong)Count)
        {
            return false;
        }

        SourceFile file = File(number);
        return TryJoin(file.Name, file.Directory, out path);
    }

    /// <summary>The path of a file that its line program defined.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="directory">Number of its directory.</param>
    /// <param name="path">The path.</param>
    /// <returns>False when there is no such directory.</returns>
    internal bool TryJoin(ReadOnlySpan<byte> name, ulong directory, [NotNullWhen(true)] out string? path)
    {
        path = (directory == 0 && FirstNumber == 1) || directory - (ulong)FirstNumber < (ulong)DirectoryCount
            ? Join(name, directory)
            : null;
        return path is not null;
    }

    private string Join(ReadOnlySpan<byte> name, ulong directory)
    {
        string path = Below(Directory(directory), Utf8Name.ToText(name));
        if (FirstNumber == 0 && directory != 0)
        {
            path = Below(Directory(0), path);
        }

        // Directory 0 is that of the compiler, since DWARF 5. It may be relative (-ffile-prefix-map), and is not below itself.
        return FirstNumber == 0 && Directory(0).SequenceEqual(_unit.CompilationDirectory)
            ? path
            : Below(_unit.CompilationDirectory, path);

        static string Below(ReadOnlySpan<byte> directory, string path) =>
            path.StartsWith('/') || directory.IsEmpty ? path
            : directory[^1] == '/' ? Utf8Name.ToText(directory) + path
            : $"{Utf8Name.ToText(directory)}/{path}";
    }

    internal static SourceFiles Read(DwarfUnit unit, ulong offset, OverlapLimit limit)
    {
        LineTableHeader header = LineTableHeader.Read(unit, offset, limit, out Cursor cursor);
        if (header.Format.Version >= 5)
        {
            return new SourceFiles(unit, header, ReadList(ref cursor, header.Format), ReadList(ref cursor, header.Format));
        }

        return new SourceFiles(unit, header, ReadOldList(ref cursor, isFiles: false), ReadOldList(ref cursor, isFiles: true));
    }

    /// <summary>Versions 2 to 4: names, of files with three numbers each, ended by an empty one.</summary>
    private static Entries ReadOldList(ref Cursor cursor, bool isFiles)
    {
        List<(DwForm, ulong)> names = [];
        List<long> offsets = [];
        while (true)
        {
            long at = cursor.Position;
            if (cursor.CString().Length == 0)
            {
                return new Entries([.. names], [.. offsets], []);
            }

            names.Add((DwForm.String, (ulong)at));
            offsets.Add(at);
            if (isFiles)
            {
                cursor.SkipLeb128();
                cursor.SkipLeb128();
                cursor.SkipLeb128();
            }
        }
    }

    /// <summary>Version 5: each list has its own format of (content, form) pairs.</summary>
    private static Entries ReadList(ref Cursor cursor, UnitFormat format)
    {
        (LineContent Content, DwForm Form)[] fields = new (LineContent, DwForm)[cursor.U8()];
        for (int i = 0; i < fields.Length; i++)
        {
            ulong content = cursor.Uleb128();
            // Contents beyond 16 bits are no one's; they are passed over like all that are not known.
            fields[i] = (content <= ushort.MaxValue ? (LineContent)content : LineContent.None, (DwForm)(ushort)cursor.Uleb128());
        }

        ulong count = cursor.Uleb128();
        if (count > (ulong)cursor.Remaining)
        {
            throw cursor.Malformed($"{count} entries do not fit in the {cursor.Remaining} bytes left");
        }

        if (fields.Length == 0 && count > 0)
        {
            throw cursor.Malformed($"{count} entries have no fields");
        }

        (DwForm, ulong)[] names = new (DwForm, ulong)[count];
        long[] offsets = new long[count];
        for (int i = 0; i < names.Length; i++)
        {
            offsets[i] = cursor.Position;
            foreach ((LineContent content, DwForm form) in fields)
            {
                AttributeValue value = FormReader.Read(ref cursor, format, form, 0);
                if (content == LineContent.Path)
                {
                    names[i] = (value.Form, value.Form == DwForm.String ? (ulong)value.Position : value.Raw);
                }
            }
        }

        return new Entries(names, offsets, fields);
    }

    private ReadOnlySpan<byte> NameIn(Entries entries, ulong number, string what)
    {
        ulong index = number - (ulong)FirstNumber;
        if (index >= (ulong)entries.Names.Length)
        {
            string all = what == "file" ? "files" : "directories";
            throw _lines.Malformed(Header.Offset, $"{what} number {number} is not in the table of {entries.Names.Length} {all} "
                + $"that starts at {FirstNumber}");
        }

        (DwForm form, ulong raw) = entries.Names[index];
        return form == DwForm.String
            ? _lines.CString(raw, DwarfUnit.LongestString)
            : _unit.StringOrEmpty(new AttributeValue(form, raw, 0), out _);
    }

    /// <summary>What a field of an entry is (DWARF 5 Table 7.27).</summary>
    private enum LineContent : ushort
    {
        None = 0,
        Path = 1,
        DirectoryIndex = 2,
        Timestamp = 3,
        Size = 4,
        Md5 = 5,
    }

    /// <summary>A list of the table: where each name is, where each entry starts, and what the entries of version 5 consist of.</summary>
    private sealed record Entries((DwForm Form, ulong Raw)[] Names, long[] Offsets, (LineContent Content, DwForm Form)[] Fields);
}
