// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.DebugJoin.Pieces;

/// <summary>A run of bytes of the whole image, which is made when its turn comes.</summary>
/// <param name="length">How many bytes; none has more than <see cref="Largest"/> but one of a section that cannot be divided.</param>
internal abstract class JoinPiece(int length)
{
    /// <summary>The bytes of most pieces, so that buffers are used again.</summary>
    public const int Largest = 1 << 22;

    /// <summary>How many bytes.</summary>
    public int Length { get; } = length;

    /// <summary>Offset in the image that stays, or null for what does not stay.</summary>
    public ulong? Target { get; init; }

    /// <summary>Makes the bytes, and writes them if they stay.</summary>
    /// <param name="bytes">Room for them.</param>
    /// <param name="file">The image that stays, or null.</param>
    public void Make(Span<byte> bytes, OutputFile? file)
    {
        Fill(bytes);
        if (Target is { } target)
        {
            file!.WriteAt(target, bytes);
        }
    }

    /// <summary>Makes the bytes.</summary>
    /// <param name="bytes">Room for them.</param>
    protected abstract void Fill(Span<byte> bytes);
}

/// <summary>Bytes that are there.</summary>
internal sealed class CopiedPiece(Region source, ulong offset, int length) : JoinPiece(length)
{
    /// <summary>Divides a region.</summary>
    public static IEnumerable<CopiedPiece> All(Region source, ulong? target)
    {
        for (ulong done = 0; done < (ulong)source.Length; done += Largest)
        {
            yield return new CopiedPiece(source, done, (int)Math.Min((ulong)source.Length - done, Largest)) { Target = target + done };
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Span<byte> bytes) => source.Span(offset, Length).CopyTo(bytes);
}

/// <summary>Zeros between sections.</summary>
internal sealed class ZeroPiece(int length) : JoinPiece(length)
{
    /// <inheritdoc/>
    protected override void Fill(Span<byte> bytes) => bytes.Clear();
}
