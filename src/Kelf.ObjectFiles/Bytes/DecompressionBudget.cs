// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// What the compressed parts of one file may still expand to: all of its streams, and the streams in them, spend from it while
/// they are decoded. One thread uses it at a time.
/// </summary>
public sealed class DecompressionBudget
{
    private readonly string? _remedy;

    internal DecompressionBudget(long allowed, string? remedy)
        : this(allowed, allowed, remedy)
    {
    }

    private DecompressionBudget(long allowed, long left, string? remedy) => (Allowed, Left, _remedy) = (allowed, left, remedy);

    /// <summary>Bytes that were allowed.</summary>
    public long Allowed { get; }

    /// <summary>Bytes that may still be given, from 0.</summary>
    public long Left { get; private set; }

    /// <summary>What a message says when it does not suffice.</summary>
    public string Exceeded => $"the compressed parts of the file expand to more than {Allowed} bytes{Advice}";

    /// <summary>What a message says of a stream whose header asks for more memory than that, or than there is.</summary>
    public string ExceededByMemory =>
        $"it asks for more memory than there is, or than the compressed parts of the file may expand to, {Allowed} bytes{Advice}";

    private string Advice => _remedy is null ? "" : $"; {_remedy}";

    /// <summary>Takes what was given, or what it cost; more than there is leaves nothing.</summary>
    public void Spend(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Left = Math.Max(0, Left - bytes);
    }

    /// <summary>
    /// Puts bytes aside for a stream that may be decoded later, by any thread: whether they suffice does not depend on what is
    /// decoded first.
    /// </summary>
    /// <param name="bytes">What it says that it will give.</param>
    /// <returns>A budget of so many bytes, or of as many as there are.</returns>
    public DecompressionBudget Reserve(ulong bytes)
    {
        DecompressionBudget reserved = new(Allowed, (long)Math.Min(bytes, (ulong)Left), _remedy);
        Left -= reserved.Left;
        return reserved;
    }

    /// <summary>Takes what will be given.</summary>
    /// <returns>False, and nothing is taken, if there is not as much.</returns>
    public bool TrySpend(ulong bytes)
    {
        if (bytes > (ulong)Left)
        {
            return false;
        }

        Left -= (long)bytes;
        return true;
    }
}
