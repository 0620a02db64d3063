// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.Archives.Streams;

/// <summary>How the decoding of a stream ended.</summary>
public enum DecodeStatus
{
    /// <summary>At the stream's end; its check values are right.</summary>
    Done,

    /// <summary>The bytes are no such stream, or a check value is wrong.</summary>
    Corrupt,

    /// <summary>The input ended before the stream.</summary>
    Truncated,

    /// <summary>It gives more bytes than there may be.</summary>
    LimitReached,

    /// <summary>Its header asks for more memory than what it may give, or there is not as much.</summary>
    TooMuchMemory,
}

/// <summary>What decoding a stream gave.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Consumed">Bytes of the stream, if <see cref="DecodeStatus.Done"/>; else bytes that were read of it, as far as is known.</param>
public readonly record struct DecodeResult(DecodeStatus Status, long Consumed = 0);
