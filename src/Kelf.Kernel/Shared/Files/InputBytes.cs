// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// The bytes of an input that may be a pipe: mapped if it is a file, else read, up to a limit. What has to be a file is opened by
/// <see cref="MappedFile"/>, which refuses everything else; there is no third way to read an input.
/// </summary>
public sealed class InputBytes : IDisposable
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>What messages call standard input.</summary>
    public const string StandardInputName = "standard input";

    /// <summary>Bytes that are read of a pipe, if the caller does not say: many times the longest list of a kernel.</summary>
    public const long DefaultLimit = 256 << 20;

    private readonly IDisposable _owner;

    private InputBytes(IDisposable owner, Region contents) => (_owner, Contents) = (owner, contents);

    /// <summary>All bytes.</summary>
    public Region Contents { get; }

    /// <summary>All bytes as text.</summary>
    public string Text => Encoding.UTF8.GetString(Contents.Span());

    /// <summary>Opens an input.</summary>
    /// <param name="path">A file, a pipe, or <c>-</c> for standard input.</param>
    /// <param name="limit">Bytes that are read at most of what is no file.</param>
    /// <exception cref="UnreadableFileException">It cannot be read, is longer than the limit, or is a pipe that nobody writes to.</exception>
    public static InputBytes Open(string path, long limit = DefaultLimit)
    {
        if (path == StandardInput)
        {
            using UnmappedInput standardInput = UnmappedInput.Standard();
            return Read(standardInput, limit);
        }

        if (HasToBeRead(path))
        {
            using UnmappedInput input = UnmappedInput.Open(path);
            return Read(input, limit);
        }

        MappedFile map = MappedFile.Open(path);
        return new InputBytes(map, map.Contents);
    }

    /// <summary>Opens what comes bit by bit; null for a file, also when it is standard input.</summary>
    /// <exception cref="UnreadableFileException">It cannot be opened.</exception>
    internal static UnmappedInput? OpenStream(string path)
    {
        if (path != StandardInput)
        {
            return HasToBeRead(path) && FileIdentity.TryRead(path) is { IsFifo: true } ? UnmappedInput.Open(path) : null;
        }

        UnmappedInput input = UnmappedInput.Standard();
        if (!input.IsFile)
        {
            return input;
        }

        input.Dispose();
        return null;
    }

    /// <summary>The lines of a text, without their ends.</summary>
    /// <param name="path">As <see cref="Open"/> takes it.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        using InputBytes input = Open(path);
        Region rest = input.Contents;
        while (!rest.IsEmpty)
        {
            (string line, ulong length) = FirstLine(rest);
            rest = rest.Slice(length, (ulong)rest.Length - length);
            yield return line;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owner.Dispose();

    // Pipes, and what the system makes up while it is read, whatever length it says. All others MappedFile knows, or refuses.
    private static bool HasToBeRead(string path) =>
        !path.Contains('\0', StringComparison.Ordinal)
        && FileIdentity.TryRead(path) is { } identity
        && (identity.IsFifo || (identity.IsRegular && Path.GetFullPath(path) is var full
            && (full.StartsWith("/proc/", StringComparison.Ordinal) || full.StartsWith("/sys/", StringComparison.Ordinal))));

    private static (string Line, ulong Length) FirstLine(Region text)
    {
        ReadOnlySpan<byte> start = text.Span(0, (int)Math.Min(text.Length, int.MaxValue));
        int end = start.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? start : start[..end];
        return (Encoding.UTF8.GetString(line.TrimEnd((byte)'\r')), (ulong)(end < 0 ? start.Length : end + 1));
    }

    private static InputBytes Read(UnmappedInput input, long limit)
    {
        GrowingBuffer buffer = new(new ByteSource(input.Name), limit);
        // When it is full: what comes then is too much, if anything comes.
        Span<byte> beyond = stackalloc byte[1];
        try
        {
            while (true)
            {
                Span<byte> room = buffer.Room();
                int got = input.Read(room.IsEmpty ? beyond : room);
                if (got == 0)
                {
                    OpenedFiles.Tell(input.Name, buffer.Contents);
                    return new InputBytes(buffer, buffer.Contents);
                }

                if (room.IsEmpty)
                {
                    throw new UnreadableFileException(
                        input.Name, $"more than {limit >> 20} MiB: of what is no regular file, no more is read");
                }

                buffer.Advance(got);
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
