// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// What the compressed parts of a file may expand to together: 64 MiB, and a hundred times the size of the file. Kernels and
/// their debugging information expand to ten times their size; a few bytes that ask for gigabytes are an attack.
/// </summary>
public sealed record DecompressionLimit
{
    private const long Base = 64L << 20;
    private const long Ratio = 100;

    /// <summary>The limit where the user says nothing.</summary>
    public static DecompressionLimit Standard { get; } = new();

    /// <summary>Bytes that each file may expand to instead, or null.</summary>
    public long? Bytes { get; init; }

    /// <summary>How one allows more, for messages: <c>--max-decompressed SIZE allows more</c>. Null if there is no way.</summary>
    public string? Remedy { get; init; }

    /// <summary>The budget of a file.</summary>
    /// <param name="fileSize">Its bytes.</param>
    public DecompressionBudget For(long fileSize) => new(Allowed(fileSize), Remedy);

    /// <summary>
    /// The limit of a part of a file, such as a member of an archive: its share in that of the file, by its size. Parts that are
    /// read at the same time do not take from each other, so it does not matter which is first.
    /// </summary>
    /// <param name="fileSize">Bytes of the file, from 1.</param>
    /// <param name="partSize">Bytes of the part, up to those of the file.</param>
    public DecompressionLimit OfPart(long fileSize, long partSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fileSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partSize, fileSize);
        return this with { Bytes = (long)((Int128)Allowed(fileSize) * partSize / fileSize) };
    }

    private long Allowed(long fileSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fileSize);
        return Bytes ?? (long)Int128.Min(Base + (Int128)fileSize * Ratio, long.MaxValue);
    }
}
