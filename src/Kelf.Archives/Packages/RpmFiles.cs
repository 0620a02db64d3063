// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Names;

namespace Kelf.Archives.Packages;

/// <summary>
/// The files that the header of an rpm package lists: a payload whose members have no headers of their own (since a file has more than 4 GiB,
/// and in packages of rpm 6) gives only their numbers.
/// </summary>
internal sealed class RpmFiles
{
    // include/rpm/rpmtag.h.
    private const uint FileSizes = 1028, FileModes = 1030, FileDevices = 1095, FileInodes = 1096, DirectoryIndexes = 1116, BaseNames = 1117,
        DirectoryNames = 1118, LongFileSizes = 5008;

    // S_IFMT, S_IFREG and S_IFLNK.
    private const ulong TypeMask = 0xf000, RegularFile = 0x8000, Link = 0xa000;

    private readonly byte[][] _names, _directories;
    private readonly ulong[] _directory, _modes, _sizes;
    private readonly HashSet<int> _empty = [];

    /// <summary>Reads the lists.</summary>
    /// <exception cref="MalformedFileException">A list is not in the header's data.</exception>
    public RpmFiles(RpmHeader header)
    {
        (_names, _directories) = (header.TextsOf(BaseNames), header.TextsOf(DirectoryNames));
        (_directory, _modes) = (header.NumbersOf(DirectoryIndexes), header.NumbersOf(FileModes));
        _sizes = header.NumbersOf(LongFileSizes) is { Length: > 0 } sizes ? sizes : header.NumbersOf(FileSizes);
        ulong[] inodes = header.NumbersOf(FileInodes), devices = header.NumbersOf(FileDevices);
        Dictionary<string, int> last = new(StringComparer.Ordinal);
        for (int file = 0; file < Math.Min(Math.Min(inodes.Length, devices.Length), _modes.Length); file++)
        {
            // The last name of a file has its contents.
            string same = string.Create(CultureInfo.InvariantCulture, $"{devices[file]}:{inodes[file]}");
            if ((_modes[file] & TypeMask) == RegularFile && !last.TryAdd(same, file))
            {
                _empty.Add(last[same]);
                last[same] = file;
            }
        }
    }

    /// <summary>The file of a number; null if there is none.</summary>
    public PackageMember? Find(uint number)
    {
        if (number >= Math.Min(Math.Min(_names.Length, _directory.Length), Math.Min(_modes.Length, _sizes.Length))
            || _directory[number] >= (ulong)_directories.Length)
        {
            return null;
        }

        string path = string.Create(
            CultureInfo.InvariantCulture, $"{Utf8Name.ToText(_directories[_directory[number]])}{Utf8Name.ToText(_names[number])}").TrimStart('/');
        ulong type = _modes[number] & TypeMask;
        ulong size = (type == RegularFile && !_empty.Contains((int)number)) || type == Link ? _sizes[number] : 0;
        return new PackageMember(path, type == RegularFile && size > 0, size);
    }
}
