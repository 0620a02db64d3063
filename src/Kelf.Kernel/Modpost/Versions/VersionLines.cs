// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Versions;

/// <summary>The lines <c>#SYMVER NAME CRC</c> that genksyms and gendwarfksyms append to the command file of an object.</summary>
public static class VersionLines
{
    private static ReadOnlySpan<byte> Start => "#SYMVER "u8;

    /// <summary>Reads the versions that a file has, in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Takes the names.</param>
    /// <param name="versions">Takes the versions.</param>
    /// <param name="files">Takes the file while it is read.</param>
    /// <param name="messages">Takes what there is to say.</param>
    /// <exception cref="FatalException">The file cannot be read.</exception>
    public static void Read(string path, NameTable names, List<(int Name, uint Version)> versions, FileBuffer files, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(messages);
        try
        {
            using FileBuffer.OpenedFile file = files.Open(path);
            Read(file.Bytes, names, versions);
        }
        catch (UnreadableFileException failure)
        {
            throw CommandFiles.Unreadable(failure, messages);
        }
    }

    private static void Read(ReadOnlySpan<byte> text, NameTable names, List<(int Name, uint Version)> versions)
    {
        for (int at = 0; MarkSearch.IndexOf(text[at..]) is >= 0 and int found;)
        {
            int line = at + found;
            if (!text[line..].StartsWith(Start))
            {
                at = line + 1;
                continue;
            }

            at = line + Start.Length;
            int length = text[at..].IndexOf((byte)'\n');
            if (length < 0)
            {
                return;
            }

            // A line before it is always there: that of the command.
            if (line == 0 || text[line - 1] != '\n')
            {
                continue;
            }

            ReadOnlySpan<byte> fields = text.Slice(at, length);
            int space = fields.IndexOf((byte)' ');
            if (space >= 0 && TryParse(fields[(space + 1)..], out uint version))
            {
                versions.Add((names.Add(fields[..space]), version));
            }

            at += length;
        }
    }

    // A number of C: 0x and hexadecimal, 0 and octal, or decimal digits, and nothing else.
    private static bool TryParse(ReadOnlySpan<byte> text, out uint version)
    {
        bool isHex = text is [(byte)'0', (byte)'x' or (byte)'X', _, ..];
        uint numberBase = isHex ? 16u : text is [(byte)'0', ..] ? 8u : 10u;
        ReadOnlySpan<byte> digits = isHex ? text[2..] : text;
        ulong value = 0;
        bool isTooLarge = false;
        foreach (byte digit in digits)
        {
            uint number = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - (uint)'0',
                >= (byte)'a' and <= (byte)'f' => digit - (uint)'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - (uint)'A' + 10,
                _ => uint.MaxValue,
            };
            if (number >= numberBase)
            {
                version = 0;
                return false;
            }

            // strtoul gives its greatest number for all that are too large.
            isTooLarge |= value > (ulong.MaxValue - number) / numberBase;
            value = unchecked((value * numberBase) + number);
        }

        version = isTooLarge ? uint.MaxValue : (uint)value;
        return !digits.IsEmpty;
    }
}
