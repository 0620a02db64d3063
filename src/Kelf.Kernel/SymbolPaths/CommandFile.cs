// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// What Kbuild notes beside an object, in <c>.NAME.o.cmd</c>: the source that it compiled, or else the command that made it
/// from other objects.
/// </summary>
/// <param name="Source">The source as the compiler was given it, or null.</param>
/// <param name="Objects">The objects in the command when there is no source: what objcopy copied, what ld joined.</param>
public sealed record CommandFile(string? Source, IReadOnlyList<string> Objects)
{
    // Linux before 6.2 has no "saved".
    private static readonly string[] s_commands = ["savedcmd_", "cmd_"];

    /// <summary>Reads what there is about an object.</summary>
    /// <param name="directory">The object tree.</param>
    /// <param name="objectPath">The object below it.</param>
    /// <returns>Null when there is no such file, or it cannot be read.</returns>
    public static CommandFile? TryRead(string directory, string objectPath)
    {
        ArgumentNullException.ThrowIfNull(objectPath);
        string path = Path.Combine(
            directory, Path.GetDirectoryName(objectPath) ?? string.Empty, $".{Path.GetFileName(objectPath)}.cmd");
        try
        {
            return File.Exists(path) ? Parse(InputBytes.ReadLines(path), objectPath) : null;
        }
        catch (UnreadableFileException)
        {
            return null;
        }
    }

    /// <summary>Reads the lines of such a file.</summary>
    /// <param name="lines">The lines; those of dependencies, which come last, are not asked for.</param>
    /// <param name="objectPath">The object that they are about.</param>
    public static CommandFile Parse(IEnumerable<string> lines, string objectPath)
    {
        ArgumentNullException.ThrowIfNull(lines);
        List<string> objects = [];
        foreach (string line in lines)
        {
            if (TryValue(line, "source_", out string source))
            {
                return new CommandFile(source, []);
            }

            if (line.StartsWith("deps_", StringComparison.Ordinal))
            {
                break;
            }

            if (Array.Exists(s_commands, prefix => TryValue(line, prefix, out _)))
            {
                objects.AddRange(ObjectsIn(line[(line.IndexOf(":=", StringComparison.Ordinal) + 2)..], objectPath));
            }
        }

        return new CommandFile(null, objects);
    }

    private static bool TryValue(string line, string prefix, out string value)
    {
        int at = line.StartsWith(prefix, StringComparison.Ordinal) ? line.IndexOf(":= ", StringComparison.Ordinal) : -1;
        value = at < 0 ? "" : line[(at + 3)..].Trim();
        return value.Length > 0;
    }

    // What follows a semicolon works on the finished object.
    private static IEnumerable<string> ObjectsIn(string command, string objectPath) =>
        command.Split(';', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.EndsWith(".o", StringComparison.Ordinal) && !word.StartsWith('-') && word != objectPath)
            .Distinct(StringComparer.Ordinal);
}
