// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Modules;

/// <summary>The lines of a text that a build wrote.</summary>
public static class ListLines
{
    /// <summary>Reads all lines, without their ends.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="messages">Takes the system's words when it cannot be read.</param>
    /// <exception cref="FatalException">It cannot be read.</exception>
    public static IReadOnlyList<byte[]> Read(string path, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        try
        {
            using InputBytes input = InputBytes.Open(path);
            return Split(input.Contents.Span());
        }
        catch (UnreadableFileException failure)
        {
            throw messages.Unreadable(failure);
        }
    }

    private static List<byte[]> Split(ReadOnlySpan<byte> rest)
    {
        List<byte[]> lines = [];
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            lines.Add((end < 0 ? rest : rest[..end]).ToArray());
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return lines;
    }
}
