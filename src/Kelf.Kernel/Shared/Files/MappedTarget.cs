// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// Finds out whether a file that is to be written where it is would change what kelf is reading: its inputs are mapped, and the
/// system lists what is mapped.
/// </summary>
internal static class MappedTarget
{
    private const string Maps = "/proc/self/maps";
    private const int PathColumn = 5;

    /// <summary>True when the file is mapped by this process. False also where there is no <c>/proc</c>.</summary>
    public static bool IsMapped(FileIdentity file) =>
        File.Exists(Maps) && InputBytes.ReadLines(Maps).Any(line => Is(line.Split(' ', PathColumn + 1, StringSplitOptions.None), file));

    // START-END PERMISSIONS OFFSET MAJOR:MINOR INODE      PATH
    private static bool Is(string[] fields, FileIdentity file)
    {
        if (fields.Length <= PathColumn
            || !ulong.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            || inode != file.Inode)
        {
            return false;
        }

        string[] device = fields[3].Split(':');
        ulong major = ulong.Parse(device[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        ulong minor = ulong.Parse(device[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        // Btrfs and overlayfs name another device here than to who asks for the file.
        return ((major << 32) | minor) == file.Device
            || (FileIdentity.TryRead(fields[PathColumn].TrimStart(' ')) is { } named && named.IsSameFile(file));
    }
}
