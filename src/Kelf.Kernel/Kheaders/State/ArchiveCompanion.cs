// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kheaders.State;

/// <summary>Names of the files beside an archive: what a kernel's <c>make clean</c> takes away.</summary>
internal static class ArchiveCompanion
{
    private const int LongestName = 255; // NAME_MAX, in bytes

    /// <summary><c>.tmp_NAME.SUFFIX</c> beside the archive; of a name that leaves no room for that, its check value.</summary>
    public static string PathFor(string archive, string suffix)
    {
        string name = Path.GetFileName(archive);
        string companion = $".tmp_{name}.{suffix}";
        if (Encoding.UTF8.GetByteCount(companion) > LongestName)
        {
            uint sum = Crc32.Append(0, Encoding.UTF8.GetBytes(name));
            companion = string.Create(CultureInfo.InvariantCulture, $".tmp_{sum:x8}.{suffix}");
        }

        return Path.Combine(Path.GetDirectoryName(archive) ?? string.Empty, companion);
    }
}
