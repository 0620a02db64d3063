// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Kheaders.Members;

/// <summary>Reads headers. The buffer is used again for the next: one reader for each thread.</summary>
internal sealed class HeaderContents
{
    // What changes faster is not going to hold still.
    private const int Attempts = 3;

    // No header of a kernel has a fiftieth of it.
    private const ulong LargestHeader = 64 << 20;

    private byte[] _buffer = new byte[1 << 16];

    /// <summary>The text of a file without its comments.</summary>
    /// <param name="member">The file; its status is read anew.</param>
    /// <param name="strip">Which comments go.</param>
    /// <returns>The member with its status and the text's hash, and the text.</returns>
    /// <exception cref="RefusedException">The file cannot be read, or does not stop changing.</exception>
    public (HeaderMember Member, byte[] Text) Read(HeaderMember member, StripMode strip)
    {
        if (member.LinkTarget is not null)
        {
            return (member with { Hash = [] }, []);
        }

        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            FileIdentity before = StatusOf(member);
            if (before.Size > LargestHeader)
            {
                throw new RefusedException(member.Path, $"{before.Size} bytes are more than a header may have", HeadersKind.Read);
            }

            int length = ReadAll(member.Path, (int)before.Size);
            if ((ulong)length == before.Size && StatusOf(member) == before)
            {
                Span<byte> text = _buffer.AsSpan(0, length);
                text = text[..CommentStripper.Strip(text, strip)];
                return (member with { Hash = Sha256.Of(text), Status = before }, text.ToArray());
            }
        }

        throw new RefusedException(member.Path, "changes while it is read", HeadersKind.Race);
    }

    // Of a link that is followed, the status is that of the file: the link itself may be touched.
    private static FileIdentity StatusOf(HeaderMember member) =>
        FileIdentity.TryRead(member.Path) is { IsRegular: true } status
            ? status
            : throw new RefusedException(member.Path, "went away while it was read", HeadersKind.Race);

    // One byte more than expected tells that a file has grown.
    private int ReadAll(string path, int expected)
    {
        if (_buffer.Length <= expected)
        {
            _buffer = new byte[expected + expected / 4 + 1];
        }

        try
        {
            using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            int length = 0;
            while (length <= expected && RandomAccess.Read(file, _buffer.AsSpan(length, expected + 1 - length), length) is > 0 and int got)
            {
                length += got;
            }

            if (OpenedFiles.Observer is { } observer)
            {
                observer(path, Region.Of(_buffer[..length], new ByteSource(path)));
            }

            return length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(path, SystemMessage.Of(e), HeadersKind.Read);
        }
    }
}
