// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines;

/// <summary>Knows where the code of a line of the source is.</summary>
public interface ILineAddresses
{
    /// <summary>Finds code.</summary>
    /// <param name="path">The end of the file's path, in whole components.</param>
    /// <param name="line">The line, from 1.</param>
    /// <returns>The addresses where a statement of the line begins, in ascending order.</returns>
    IReadOnlyList<ulong> AddressesOf(string path, uint line);
}
