// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Inputs;

/// <summary>What tells an object from another, however often inputs name it.</summary>
/// <param name="File">Full path of the file that the object is, or is in.</param>
/// <param name="HeaderOffset">Offset of its header in that archive; 0 when it is the file.</param>
public readonly record struct InputIdentity(string File, ulong HeaderOffset)
{
    // kelf stays where it was started; to ask for each of thousands of objects would be a sixth system call for each.
    private static string? s_currentDirectory;

    /// <summary>That of a file, or of what is in it.</summary>
    /// <param name="path">The file, as any directory leads to it.</param>
    /// <param name="headerOffset">See <see cref="HeaderOffset"/>.</param>
    internal static InputIdentity Of(string path, ulong headerOffset = 0)
    {
        // What cannot be a path is an error when it is opened.
        bool isPath = path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal);
        return new(isPath ? Path.GetFullPath(path, s_currentDirectory ??= Path.GetFullPath(".")) : path, headerOffset);
    }
}
