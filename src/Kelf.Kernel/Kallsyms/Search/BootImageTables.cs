// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Images;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>Finds the tables of the kernel in an image of any kind: stripped, flat, or compressed in a boot image.</summary>
public static class BootImageTables
{
    /// <summary>Finds them in the first layer of the image that has them.</summary>
    /// <param name="file">The image.</param>
    /// <param name="limit">What the streams in it may expand to.</param>
    /// <param name="take">Given the kernel itself if it is an ELF file, while its bytes are there; or null.</param>
    /// <exception cref="RefusedException">There are none, or not all of them are right.</exception>
    /// <exception cref="NotElfException">It is no image at all.</exception>
    /// <exception cref="MalformedFileException">It is an ELF file, and malformed.</exception>
    public static FoundTables Find(Region file, DecompressionLimit limit, Action<ElfFile>? take = null)
    {
        ArgumentNullException.ThrowIfNull(limit);
        if (file.IsEmpty)
        {
            _ = ElfFile.Parse(file);
        }

        ImageSearch search = new(new ImageLimits { Decompression = limit });
        FoundTables? found = null;
        RefusedException? problem = null;
        int layers = 0;
        search.Run(file, layer =>
        {
            layers++;
            try
            {
                found = ElfFile.IsElf(layer.Bytes) ? TryRead(ElfFile.Parse(layer.Bytes), take) : TableSearch.TryFind(layer.Bytes);
                found = found is null ? null : found with { Place = layer.Path };
            }
            catch (RefusedException exception)
            {
                problem ??= exception;
            }
            catch (MalformedFileException exception)
            {
                problem ??= new RefusedException(exception);
            }

            return found is not null;
        });
        return found ?? throw problem ?? NotFound(file, search, layers);
    }

    private static Exception NotFound(Region file, ImageSearch search, int layers)
    {
        if (layers > 1 || search.Problems.Count > 0)
        {
            return search.NotFound("tables of a kernel's symbols (CONFIG_KALLSYMS)", file.Source.File);
        }

        // What has neither streams nor tables is no kernel.
        _ = ElfFile.Parse(file);
        return new RefusedException(file.Source.File, "neither a symbol table (.symtab) nor tables of symbols (CONFIG_KALLSYMS) in it");
    }

    private static FoundTables? TryRead(ElfFile image, Action<ElfFile>? take)
    {
        if (image.Type == ElfType.Relocatable)
        {
            return null;
        }

        FoundTables? found = TableSearch.TryFind(image);
        if (found is not null)
        {
            take?.Invoke(image);
        }

        return found;
    }
}
