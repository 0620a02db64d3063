// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>What one walk spends of the total of its file. It settles from time to time, since threads that count together wait.</summary>
/// <param name="total">What all walks may spend.</param>
internal sealed class TextBudget(TextTotal total)
{
    private const long Portion = 1 << 20;

    private long _length;
    private long _written;
    private long _read;

    /// <summary>Bytes that all texts together may take; also of those that are kept at one time.</summary>
    public long Limit => total.Limit;

    /// <summary>Counts a text that was made.</summary>
    /// <param name="length">Bytes that it takes, a reference being a number.</param>
    /// <param name="written">Bytes that it has as it is written, a reference being a name.</param>
    /// <exception cref="RefusedException">It is one too many.</exception>
    public void Spend(long length, long written)
    {
        _length += length;
        _written += written;
        if (_length > Portion || _written > Portion)
        {
            Settle();
        }
    }

    /// <summary>
    /// Counts entries that were passed in search of the parts of a type. Types stand side by side or in each other; those
    /// whose lists of children overlap, by way of <c>DW_AT_sibling</c>, would make the time quadratic.
    /// </summary>
    /// <param name="length">Bytes of the entries.</param>
    /// <exception cref="RefusedException">They were read too often.</exception>
    public void Read(long length)
    {
        _read += length;
        if (_read > Portion)
        {
            Settle();
        }
    }

    /// <summary>Takes what was spent off the total; at the end of each unit, so that the total of all before it is known.</summary>
    /// <exception cref="RefusedException">It was too much.</exception>
    public void Settle()
    {
        (long length, long written, long read) = (_length, _written, _read);
        (_length, _written, _read) = (0, 0, 0);
        total.Spend(length, written, read);
    }

    /// <summary>The error when there would be more.</summary>
    public RefusedException Exceeded() => total.Exceeded();
}
