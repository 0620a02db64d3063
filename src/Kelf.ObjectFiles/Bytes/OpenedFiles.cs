// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>Tells a program that wants to know which files were read, with their bytes as they were then.</summary>
public static class OpenedFiles
{
    /// <summary>
    /// Told each file that is opened, as its path was given, and its contents; by any thread, and for a file that is opened
    /// again once more. Null when nobody wants to know.
    /// </summary>
    public static Action<string, Region>? Observer { get; set; }

    /// <summary>Tells of a file that was not opened by <see cref="MappedFile"/>.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <param name="contents">What was read of it.</param>
    public static void Tell(string path, Region contents) => Observer?.Invoke(path, contents);
}
