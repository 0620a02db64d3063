// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Lines;

/// <summary>Lines of source files around places.</summary>
/// <param name="directories">Where files are looked for that are not named from the root; the first that has one counts.</param>
/// <param name="around">How many lines before and after a place.</param>
/// <param name="missing">Told each file that is not there, once.</param>
public sealed class SourceExcerpts(IReadOnlyList<string> directories, int around, Action<string> missing)
{
    private readonly Dictionary<string, string[]?> _files = new(StringComparer.Ordinal);

    /// <summary>The lines around a place.</summary>
    /// <returns>Each with its number; none when the file is not there, or is shorter.</returns>
    /// <exception cref="UnreadableFileException">The file is there, and cannot be read.</exception>
    public IReadOnlyList<(uint Number, string Text)> Of(in SourcePlace place)
    {
        if (place.File is null || place.Line == 0 || Lines(place.File) is not { } lines)
        {
            return [];
        }

        long first = Math.Max(1, place.Line - (long)around);
        long last = Math.Min(lines.Length, place.Line + (long)around);
        List<(uint, string)> excerpt = [];
        for (long number = first; number <= last; number++)
        {
            excerpt.Add(((uint)number, lines[number - 1]));
        }

        return excerpt;
    }

    private string[]? Lines(string file)
    {
        if (!_files.TryGetValue(file, out string[]? lines))
        {
            string? path = directories.Select(directory => Path.Combine(directory, file)).FirstOrDefault(File.Exists);
            _files[file] = lines = path is null ? null : [.. InputBytes.ReadLines(path)];
            if (path is null)
            {
                missing(file);
            }
        }

        return lines;
    }
}
