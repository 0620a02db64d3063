// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>
/// Bounds how many records the files may have that were joined into one: each may have all types of the file without saying so, and n files
/// with n types each would be their product. Those of a kernel have one for each 20 bytes of the joined file, those of XCP-ng one for 5.
/// </summary>
/// <param name="file">What messages call the joined file.</param>
/// <param name="bytes">Its length.</param>
internal sealed class RecordBudget(string file, int bytes)
{
    private const long Free = 1 << 20;
    private const long PerByte = 4;
    private readonly long _limit = Free + (PerByte * bytes);
    private long _spent;

    /// <summary>Counts a record of a file.</summary>
    /// <exception cref="RefusedException">They are too many.</exception>
    public void Spend()
    {
        if (++_spent > _limit)
        {
            throw new RefusedException(file, $"the files that were joined into it have more than {_limit} records", ErrorKind.Limit);
        }
    }
}
