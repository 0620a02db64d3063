// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Split;

/// <summary>
/// What the image says about the modules that are built in: NUL-terminated strings <c>MODULE.TAG=VALUE</c>, in the order
/// of linking. kmod reads it from <c>modules.builtin.modinfo</c>, and their paths from <c>modules.builtin</c>.
/// </summary>
/// <param name="Bytes">The contents of <c>modules.builtin.modinfo</c>.</param>
public sealed record BuiltinModules(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Reads it from an image's section <c>.modinfo</c>.</summary>
    /// <exception cref="RefusedException">There is no such section.</exception>
    public static BuiltinModules Read(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.TryFindSection(ModuleInformation.SectionName, out ElfSection? section))
        {
            throw new RefusedException(
                image.Image.Source.File,
                $"there is no section {ModuleInformation.SectionName}: it was stripped, or is no vmlinux.unstripped");
        }

        return new BuiltinModules(Trim(image.Contents(section).Span()));
    }

    /// <summary>
    /// The contents of <c>modules.builtin</c>: a line <c>kernel/PATH.ko</c> for each path in a string <c>MODULE.file=PATH…</c>;
    /// one object may belong to several modules. A line that equals the one before it is left out.
    /// </summary>
    public byte[] MakePaths()
    {
        ByteBuilder output = new();
        ReadOnlySpan<byte> previous = default;
        bool isFirst = true;
        ReadOnlySpan<byte> rest = Bytes.Span;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)0, (byte)'\n');
            ReadOnlySpan<byte> piece = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!IsFileTag(piece, out ReadOnlySpan<byte> paths))
            {
                continue;
            }

            foreach (Range range in paths.Split((byte)' '))
            {
                ReadOnlySpan<byte> path = paths[range];
                if (isFirst || !path.SequenceEqual(previous))
                {
                    output.Write("kernel/"u8);
                    output.Write(path);
                    output.Write(".ko\n"u8);
                }

                isFirst = false;
                previous = path;
            }
        }

        return output.Bytes.ToArray();
    }

    // The linker script pads the section, and kmod takes an empty string for the end: of the NULs at the end of a line one stays.
    private static byte[] Trim(ReadOnlySpan<byte> bytes)
    {
        ByteBuilder trimmed = new();
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? bytes : bytes[..end];
            ReadOnlySpan<byte> text = line.TrimEnd((byte)0);
            trimmed.Write(line[..Math.Min(line.Length, text.Length + 1)]);
            if (end < 0)
            {
                break;
            }

            trimmed.Write("\n"u8);
            bytes = bytes[(end + 1)..];
        }

        return trimmed.Bytes.ToArray();
    }

    private static bool IsFileTag(ReadOnlySpan<byte> piece, out ReadOnlySpan<byte> paths)
    {
        int module = 0;
        while (module < piece.Length && (char.IsAsciiLetterOrDigit((char)piece[module]) || piece[module] is (byte)':' or (byte)'_'))
        {
            module++;
        }

        ReadOnlySpan<byte> tag = ".file="u8;
        bool matches = piece[module..].StartsWith(tag);
        paths = matches ? piece[(module + tag.Length)..] : default;
        return matches;
    }
}
