// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>
/// How many bytes a search may look at: so many times those that there are, however many places look like tables. A kernel costs
/// some five times its bytes.
/// </summary>
/// <param name="file">How messages call what is searched.</param>
/// <param name="length">Its bytes.</param>
internal sealed class SearchBudget(string file, long length)
{
    private const long Times = 32;
    private const long Least = 16 << 20;

    private long _left = Least + (length * Times);

    /// <summary>Takes what is about to be looked at.</summary>
    /// <exception cref="RefusedException">There is not as much left.</exception>
    public void Spend(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
        {
            throw new RefusedException(
                file, "more places look like tables of a kernel's symbols than a kernel has: none of them can be told from the others",
                ErrorKind.Limit);
        }
    }
}
