// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kheaders.Lists;

/// <summary>
/// The rules by which make sees that the archive is old: the same text as the original's. It leaves
/// <c>include/generated/autoconf.h</c> out, as that is touched whenever the kernel is configured; an archive can then hold
/// an old configuration, which <paramref name="withConfiguration"/> prevents.
/// </summary>
/// <param name="withConfiguration">Whether <c>autoconf.h</c> is a dependency like any other.</param>
/// <param name="escapes">Whether what make would take for more than a letter of a name is escaped.</param>
public sealed class DependencyFile(bool withConfiguration, bool escapes)
{
    private const string Configuration = "include/generated/autoconf.h";

    /// <summary>Where the rules of an archive go.</summary>
    public static string PathFor(string archive) =>
        Path.Combine(Path.GetDirectoryName(archive) ?? string.Empty, $".{Path.GetFileName(archive)}.d");

    /// <summary>The text.</summary>
    public byte[] Text(string archive, HeaderLists lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ByteBuilder text = new();
        Add(text, $"\ndeps_{Escaped(archive)} := \\\n");
        foreach (string line in HeaderLists.Lines(lists.Source))
        {
            Add(text, $"  {Escaped(line)} \\\n");
        }

        foreach (string line in HeaderLists.Lines(lists.Object))
        {
            if (withConfiguration || line != Configuration)
            {
                Add(text, $"  {Escaped(line)} \\\n");
            }
        }

        Add(text, $"\n{Escaped(archive)}: $(deps_{Escaped(archive)})\n\n$(deps_{Escaped(archive)}):\n");
        return text.Bytes.ToArray();
    }

    private static void Add(ByteBuilder text, string line) => text.Write(System.Text.Encoding.UTF8.GetBytes(line));

    private string Escaped(string name) => escapes
        ? name.Replace("$", "$$", StringComparison.Ordinal)
            .Replace("#", "\\#", StringComparison.Ordinal)
            .Replace(" ", "\\ ", StringComparison.Ordinal)
        : name;
}
