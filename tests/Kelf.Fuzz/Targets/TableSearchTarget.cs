// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Kallsyms.Search;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>Tables of symbols are looked for without any symbol; what is found has to be such as a kernel can use.</summary>
public sealed class TableSearchTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "tables";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(TableSearch), typeof(BootImageTables)];

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or RefusedException;

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        FoundTables? found = ElfFile.IsElf(image) ? TableSearch.TryFind(ElfFile.Parse(image)) : TableSearch.TryFind(image);
        for (int i = 1; i < found?.Table.Count; i++)
        {
            if (found.Table.Addresses[i] < found.Table.Addresses[i - 1] || found.Table.TextOf(i).Length < 2)
            {
                throw new InvalidOperationException("an entry that no kernel has");
            }
        }

        if (found is not null)
        {
            _ = BootImageTables.Find(image, DecompressionLimit.Standard);
        }
    }
}
