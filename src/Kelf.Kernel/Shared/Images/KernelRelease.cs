// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>The release of Linux that a linked image was built from, as far as its formats depend on it.</summary>
/// <param name="Major">First number: 6 of <c>6.12.117</c>.</param>
/// <param name="Minor">Second number: 12 of <c>6.12.117</c>.</param>
public readonly record struct KernelRelease(int Major, int Minor) : IComparable<KernelRelease>
{
    /// <summary>True when one release is older than another.</summary>
    public static bool operator <(KernelRelease left, KernelRelease right) => left.CompareTo(right) < 0;

    /// <summary>True when one release is newer than another.</summary>
    public static bool operator >(KernelRelease left, KernelRelease right) => left.CompareTo(right) > 0;

    /// <summary>True when one release is not newer than another.</summary>
    public static bool operator <=(KernelRelease left, KernelRelease right) => left.CompareTo(right) <= 0;

    /// <summary>True when one release is not older than another.</summary>
    public static bool operator >=(KernelRelease left, KernelRelease right) => left.CompareTo(right) >= 0;

    /// <summary>Reads the release from the image's banner.</summary>
    /// <returns>The release, or null when the image has none.</returns>
    public static KernelRelease? Find(ElfFile image) => KernelBanner.ReleaseOf(image) is { } release ? Parse(release) : null;

    /// <summary>Reads a release as a text begins with it: <c>6.12.117-amd64</c>, <c>7.3</c>.</summary>
    /// <returns>The release, or null when it is none.</returns>
    public static KernelRelease? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] numbers = text.Split(' ', '.', '-', '\n');
        return numbers.Length >= 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new KernelRelease(major, minor)
            : null;
    }

    /// <inheritdoc/>
    public int CompareTo(KernelRelease other) =>
        Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);
}
