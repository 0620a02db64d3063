// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Shared.Symvers;

/// <summary>Reads <c>Module.symvers</c>, <c>vmlinux.symvers</c> and their like.</summary>
public static class SymversFile
{
    /// <summary>Reads a file, or standard input when the path is <c>-</c>.</summary>
    /// <returns>Its lines, in their order.</returns>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="RefusedException">A line is malformed, or two are about one symbol.</exception>
    public static IReadOnlyList<SymversLine> Read(string path)
    {
        string file = path == InputBytes.StandardInput ? InputBytes.StandardInputName : path;
        List<SymversLine> lines = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string text in InputBytes.ReadLines(path))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{file}:{lines.Count + 1}");
            SymversLine line = SymversLine.Parse(text, place);
            if (!names.Add(line.Symbol.Name))
            {
                throw new RefusedException(place, $"{line.Symbol.Name} has a line already");
            }

            lines.Add(line);
        }

        return lines;
    }
}
