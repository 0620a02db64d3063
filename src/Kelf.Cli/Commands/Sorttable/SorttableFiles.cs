// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Sorttable;

namespace Kelf.Cli.Commands.Sorttable;

/// <summary>Sorts file after file; one that fails does not keep the others from being sorted.</summary>
internal static class SorttableFiles
{
    /// <summary>Does so.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">What is to be sorted in each.</param>
    /// <returns>What was done, and what went wrong, both in the order of the files.</returns>
    public static (IReadOnlyList<(string File, SorttableResult Result)> Sorted, IReadOnlyList<Exception> Failures) Run(
        IEnumerable<string> files, SorttableOptions options)
    {
        List<(string File, SorttableResult Result)> sorted = [];
        List<Exception> failures = [];
        foreach (string file in files)
        {
            try
            {
                sorted.Add((file, SorttableTool.Run(file, options)));
            }
            catch (KelfException exception)
            {
                failures.Add(exception);
            }
        }

        return (sorted, failures);
    }
}
