// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Modes;

/// <summary>Finds the paths of an image's symbols.</summary>
/// <param name="image">The image.</param>
/// <param name="symbols">Those of its symbols that are in its tables.</param>
public delegate PathAttribution PathFinder(ElfFile image, RuntimeSymbols symbols);

/// <summary>Puts paths into the tables that are made of images, link by link, or beside them.</summary>
/// <param name="options">What is done to names.</param>
/// <param name="find">Finds paths.</param>
public sealed class PathTables(PathModeOptions options, PathFinder find)
{
    // kallsyms_seqs_of_names has three bytes for a place.
    private const int MostEntries = 1 << 24;

    /// <summary>What is done to names.</summary>
    public PathMode Mode => options.Mode;

    /// <summary>Renames the entries of an image's tables, and adds aliases; for <see cref="KallsymsTool.Make"/>.</summary>
    /// <param name="image">The image.</param>
    /// <param name="entries">Its entries in table order.</param>
    /// <exception cref="RefusedException">A path cannot stand in a name, or there are too many entries.</exception>
    public KallsymsEntries Rename(ElfFile image, KallsymsEntries entries) => Mode is PathMode.None or PathMode.Side
        ? entries
        : Rename(find(image, KernelListing.Of(image, entries)), options, entries, image.Image.Source.File);

    /// <summary>Renames entries by known paths.</summary>
    /// <param name="attribution">The paths of these entries.</param>
    /// <param name="options">What is done.</param>
    /// <param name="entries">The entries in table order; names are added to their strings.</param>
    /// <param name="image">The image, for messages.</param>
    /// <exception cref="RefusedException">A path cannot stand in a name, or there are too many entries.</exception>
    public static KallsymsEntries Rename(
        PathAttribution attribution, PathModeOptions options, KallsymsEntries entries, string image) =>
        Rename(attribution, options, entries, image, MostEntries);

    /// <summary>The same with another limit: sixteen million entries are much for a test.</summary>
    internal static KallsymsEntries Rename(
        PathAttribution attribution, PathModeOptions options, KallsymsEntries entries, string image, int mostEntries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<KallsymsEntry> renamed = new(entries.Items.Length);
        foreach (QualifiedEntry qualified in PathModes.Apply(attribution, options, image))
        {
            KallsymsEntry entry = entries.Items[qualified.Entry];
            renamed.Add(qualified.Name is null
                ? entry
                : entry with { Text = entries.Strings.Add([entries.Strings[entry.Text][0], .. qualified.Name]) });
        }

        return renamed.Count <= mostEntries
            ? entries with { Items = [.. renamed] }
            : throw new RefusedException(
                image, $"more than {mostEntries} entries in its tables with those that --paths adds: take --paths side, which adds none");
    }

    /// <summary>The side table of images that an image's tables will be linked into.</summary>
    /// <param name="image">The image that the tables were made of.</param>
    /// <param name="table">The tables.</param>
    public byte[] MakeSide(ElfFile image, KallsymsTable table)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(table);
        PathAttribution attribution = find(image, KernelListing.Of(image, table.EntriesAndStrings));
        KallsymsSection section = new(table, image.Class, image.ByteOrder);
        return SideTableWriter.Write(SideTableMaker.Make(section, attribution), image.ByteOrder);
    }

    /// <summary>The side table of a linked image.</summary>
    /// <exception cref="RefusedException">The image's tables have not the entries of its symbol table.</exception>
    public byte[] MakeSide(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        PathAttribution attribution = find(image, KernelListing.Read(image));
        return SideTableWriter.Write(SideTableMaker.Make(image, attribution, onlyAmbiguous: false), image.ByteOrder);
    }
}
