// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// Sorts the tables of a linked kernel image that the kernel searches: exceptions, ORC unwind entries, addresses of
/// tracer calls; and notes in the image that its exceptions are sorted.
/// </summary>
/// <example><code>
/// SorttableResult result = SorttableTool.Run("vmlinux", new SorttableOptions());
/// // result.Exceptions.Entries is 1525; result.Edits is empty when the image was sorted before
/// </code></example>
public static class SorttableTool
{
    /// <summary>Sorts a file in place. After any failure it is as it was.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    /// <exception cref="MalformedFileException">It is broken.</exception>
    /// <exception cref="RefusedException">It is not an image whose tables can be sorted.</exception>
    public static SorttableResult Run(string path, SorttableOptions options)
    {
        FileIdentity before = FileIdentity.OfInput(path);
        using OpenedObject file = OpenedObject.ToEdit(path);
        string directory = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        SorttableResult result = Plan(
            file.Contents, options is { FollowsKernel: true, Config: null } ? options with { Config = KernelConfig.Find(directory) ?? KernelConfig.Find(file.Contents) } : options);
        if (FileIdentity.OfInput(path) != before)
        {
            throw new RefusedException(path, "it was changed while it was read; nothing was written; sort it when nothing changes it any more");
        }

        FilePatch.Apply(path, file.Contents, result.Edits);
        return result;
    }

    /// <summary>Finds what has to be changed in an image, and changes nothing.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="options">What is to be sorted.</param>
    /// <exception cref="MalformedFileException">It is broken.</exception>
    /// <exception cref="RefusedException">It is not an image whose tables can be sorted.</exception>
    public static SorttableResult Plan(Region file, SorttableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SortableImage image = SortableImage.Open(file);
        new KernelSorting(image, options).RefuseUnsorted();
        TableSymbols symbols = TableSymbols.Find(image);
        (SortedTable exceptions, TableCount exceptionCount) = ExceptionTable.Sort(image);
        SortedTable flag = SortNeededFlag.Clear(image, symbols);
        (IReadOnlyList<SortedTable> orc, TableCount? orcCount) = OrcTable.Sort(image, options.Orc);
        (IReadOnlyList<SortedTable> mcount, McountCount? mcountCount) = McountTable.Sort(image, symbols, options);

        // The flag is the last: should the machine stop while the file is written, the kernel sorts its exceptions itself.
        SortedTable[] tables = [exceptions, .. ExceptionRelocations.Clear(image), .. orc, .. mcount, flag];
        FileRanges.RefuseOverlaps(image, tables);
        return new SorttableResult(
            exceptionCount, orcCount, mcountCount, [.. tables.Select(table => table.ToEdit()).OfType<FilePatch>()]);
    }
}
