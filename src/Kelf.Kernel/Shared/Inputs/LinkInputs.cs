// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>
/// The objects of a link in link order: of each operand the file itself, or, if it is an archive, its members in file
/// order, and theirs if they are archives. Objects are read in parallel; the results are in link order.
/// </summary>
/// <example><code>
/// IReadOnlyList&lt;ulong&gt; sizes = LinkInputs.Read(
///     ["vmlinux.a"], DecompressionLimit.Standard, workers, opened => (ulong)opened.Contents.Length);
/// </code></example>
public static class LinkInputs
{
    /// <summary>Reads all objects that the operands name.</summary>
    /// <typeparam name="T">What is read from an object.</typeparam>
    /// <param name="operands">Paths.</param>
    /// <param name="limit">What each file may expand to.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="read">Reads an object, or fails as the readers of files do; several threads call it.</param>
    /// <exception cref="AggregateException">What went wrong, in link order.</exception>
    public static IReadOnlyList<T> Read<T>(
        IReadOnlyList<string> operands, DecompressionLimit limit, WorkerSource workers, Func<OpenedObject, T> read)
    {
        (IReadOnlyList<T> results, IReadOnlyList<Exception> failures) = ReadAvailable(operands, limit, workers, read);
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }

    /// <summary>Reads the objects that the operands name that can be read.</summary>
    /// <typeparam name="T">What is read from an object.</typeparam>
    /// <param name="operands">Paths.</param>
    /// <param name="limit">What each file may expand to.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="read">Reads an object, or fails as the readers of files do; several threads call it.</param>
    /// <returns>What was read, and what went wrong, both in link order.</returns>
    public static (IReadOnlyList<T> Results, IReadOnlyList<Exception> Failures) ReadAvailable<T>(
        IReadOnlyList<string> operands, DecompressionLimit limit, WorkerSource workers, Func<OpenedObject, T> read)
    {
        ArgumentNullException.ThrowIfNull(operands);
        ArgumentNullException.ThrowIfNull(limit);
        using LinkGraph<T> graph = new(limit, read);
        return graph.Read(operands, workers);
    }
}
