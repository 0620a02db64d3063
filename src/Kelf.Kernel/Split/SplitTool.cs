// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// Takes a linked kernel image apart: the image that is packaged, without relocations and module information. The table
/// for the boot image and the information about modules are made by <see cref="X86Relocs"/> and
/// <see cref="BuiltinModules"/> from the same mapped file.
/// </summary>
public static class SplitTool
{
    /// <summary>Plans the image that stays. Nothing is written.</summary>
    /// <param name="image">The linked image.</param>
    /// <param name="options">What is taken out, and the layout.</param>
    /// <exception cref="MalformedFileException">The file is not what its headers say.</exception>
    /// <exception cref="Shared.RefusedException">Taking the sections out would damage what stays.</exception>
    public static SplitPlan Plan(RelocatableImage image, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        ElfFile elf = image.Elf;
        RemovalRules rules = RemovalRules.For(image, options);
        ElfEditor editor = new(elf);
        SectionNumbers removed = RemovedSections.Remove(editor, rules);
        StrippedSymbols? symbols = StrippedSymbols.Make(editor, rules);
        ShrunkSegments segments = ShrunkSegments.Compute(elf, removed, options.Layout);
        if (options.Layout.Names() is not null)
        {
            ObjcopyArrangement.Refuse(elf, removed, symbols, options.Layout);
        }

        // From here on it is known what stays; only places are decided.
        SplitTables tables = new(editor, symbols, segments, options.Layout.Names());
        SplitArrangement arrangement = options.Layout.Names() is null
            ? LinkerArrangement.Make(tables, options.Layout)
            : ObjcopyArrangement.Make(tables, options.Layout);
        arrangement.RefuseAlignments(elf);
        RemovedSections.RefuseReferences(elf, removed);
        EditedFile result = tables.Edited.Reserve(arrangement.Places);
        return new SplitPlan(
            tables, new SplitImage(result, arrangement.Layout), Savings.Count(elf, removed, symbols, segments), Warnings(symbols, segments))
        {
            IsSplit = tables.IsUnchanged || IsAsBuilt(image, options, rules),
        };
    }

    // What a build of 6.12 leaves, and nothing else.
    private static bool IsAsBuilt(RelocatableImage image, SplitOptions options, RemovalRules rules) =>
        (options.Rules ?? image.DetectedRules) < RelocationRules.Linux73 && image.Elf.Sections.ToArray()
            .Where(section => section.Name == ModuleInformation.SectionName || rules.IsNamedLikeRelocations(section.Name))
            .All(section => section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
                && RelocatableImage.IsLeftOver(image.Elf.Sections[(int)section.Info].Name));

    private static IReadOnlyList<Diagnostic> Warnings(StrippedSymbols? symbols, ShrunkSegments segments) =>
        symbols is { GlobalDeviceTables: > 0 and int count }
            ? [.. segments.Warnings, Diagnostic.Warning(
                WarningKind.DeviceTables, $"{count} symbols __mod_device_table__… are not local; they are removed all the same")]
            : segments.Warnings;
}

/// <summary>What splitting an image comes to.</summary>
public sealed class SplitPlan
{
    internal SplitPlan(SplitTables tables, SplitImage image, Savings savings, IReadOnlyList<Diagnostic> warnings)
    {
        (Tables, Image, Savings, Warnings) = (tables, image, savings, warnings);
    }

    /// <summary>The linked image.</summary>
    public ElfFile Source => Tables.Image;

    /// <summary>The image that stays.</summary>
    public SplitImage Image { get; }

    /// <summary>What is taken out.</summary>
    public Savings Savings { get; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; }

    /// <summary>True when the image has neither relocations, nor module information, nor symbols of device tables.</summary>
    public bool HasNothingToRemove => Tables.IsUnchanged;

    /// <summary>True when nothing would be removed, or nothing but what the kernel's own build leaves.</summary>
    public bool IsSplit { get; internal init; }

    internal SplitTables Tables { get; }
}
