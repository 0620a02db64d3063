// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.SourceVersions;

/// <summary>A source of an object.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsHeader">True for one that others may have, too.</param>
internal readonly record struct ObjectSource(string Path, bool IsHeader);

/// <summary>The sources of an object that count: the file that was compiled, and those of its headers that lie beside the object.</summary>
internal static class ObjectSources
{
    /// <summary>Reads them from the command file that the build left for an object, in the order in which they count.</summary>
    /// <param name="objectPath">The object.</param>
    /// <param name="messages">Takes what is wrong.</param>
    /// <returns>The sources; null when the file is malformed, which was said.</returns>
    /// <exception cref="UnreadableFileException">There is no command file.</exception>
    public static List<ObjectSource>? Read(string objectPath, MessageList messages)
    {
        int slash = objectPath.LastIndexOf('/');
        string directory = objectPath[..(slash + 1)];
        using InputBytes input = InputBytes.Open($"{directory}.{objectPath[(slash + 1)..]}.cmd");
        ReadOnlySpan<byte> text = input.Contents.Span();
        int end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        byte[] directoryBytes = Encoding.UTF8.GetBytes(directory);
        List<ObjectSource> sources = [];
        bool isInList = false;
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = TrimStart(text[range]);
            if (isInList)
            {
                isInList = line.EndsWith("\\"u8);
                if (isInList && IsBeside(ref line, directoryBytes))
                {
                    sources.Add(new ObjectSource(Encoding.UTF8.GetString(line), IsHeader: true));
                }
            }
            else if (line.StartsWith("source_"u8))
            {
                int space = line.LastIndexOf((byte)' ');
                if (space < 0)
                {
                    messages.Add(MessageLevel.Warning, $"malformed line: {Latin1.Of(line)}");
                    return null;
                }

                sources.Add(new ObjectSource(Encoding.UTF8.GetString(line[(space + 1)..]), IsHeader: false));
            }
            else
            {
                isInList = line.StartsWith("deps_"u8);
            }
        }

        return sources;
    }

    // White space as C's isspace has it.
    private static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> line) => line.TrimStart(" \t\n\v\f\r"u8);

    // The directory may come after anything, "../" or a root, but only the file's name may follow it.
    private static bool IsBeside(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> directory)
    {
        int space = line.IndexOfAny(" \t\v\f\r"u8);
        line = space < 0 ? line : line[..space];
        int at = directory.IsEmpty ? -1 : line.IndexOf(directory);
        return at >= 0 && at + directory.Length - 1 == line.LastIndexOf((byte)'/');
    }
}
