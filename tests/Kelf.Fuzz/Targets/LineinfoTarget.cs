// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Lines;
using Kelf.Kernel.Lines.Collection;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Tables of lines: side tables; those that an image carries; and those that are made of its debugging information, which are read again.
/// </summary>
public sealed class LineinfoTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "lineinfo";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [];

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or UnreadableFileException or RefusedException;

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        if (!ElfFile.IsElf(image))
        {
            ReadSide(image);
            return;
        }

        ElfFile elf = ElfFile.Parse(image);
        foreach (StoredTable table in StoredTable.Read(elf))
        {
            _ = table.Entries.Sum(entry => table.FileOf(entry)?.Length ?? 0);
        }

        if (!DwarfLines.AreIn(elf))
        {
            return;
        }

        DecompressionBudget budget = DecompressionLimit.Standard.For(image.Length);
        SideLineTable lines = ImageLines.Collect(elf, null, withFunctions: true, [], budget, WorkerSource.None, _ => { });
        Repeat(lines with { BuildId = "00" });
        TableMaker maker = new(seed.Name.Length % 2 == 0 ? LineRule.Last : LineRule.Original, [], WorkerSource.None, _ => { });
        LineTable made = elf.Type == ElfType.Relocatable ? maker.OfModule(elf, budget) : maker.OfKernel(elf, budget);
        _ = elf.Type == ElfType.Relocatable ? ModuleEditor.Edit(elf, made).HasChanges : made.Areas.Count > 0;
    }

    private static void ReadSide(Region file)
    {
        using SideLines lines = SideLines.Of(file);
        _ = lines.Find([.. lines.Bounds()]);
    }

    // What is written is what is read.
    private static void Repeat(SideLineTable table)
    {
        ByteBuilder bytes = new();
        SideLinesWriter.Of(table, WorkerSource.None).WriteTo(bytes.Write);
        using SideLines read = SideLines.Of(Region.Of(bytes.Bytes.ToArray(), new ByteSource("side")));
        if (!read.Rows().SequenceEqual(table.Rows))
        {
            throw new InvalidOperationException("a side table of lines is not what was written");
        }

        _ = read.Find([.. read.Bounds()]);
    }
}
