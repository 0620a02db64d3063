// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>
/// Gives a relocatable object its table of traced functions: the section <c>__mcount_loc</c>, one pointer to each call of the
/// tracer, which the linker script collects.
/// </summary>
public static class McountTool
{
    /// <summary>Finds the traced functions of an object, and plans the object with its table.</summary>
    /// <exception cref="MalformedFileException">The object is malformed.</exception>
    /// <exception cref="RefusedException">It is not relocatable, or of a machine that the style does not know.</exception>
    public static McountPlan Run(Region image, McountOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ElfFile file = Open(image);
        McountStyle style = options.Style ?? StyleOf(file);
        ObjectSymbols symbols = ObjectSymbols.Find(file);
        if (ExistingTable.Find(file, symbols) is { } existing)
        {
            return new McountPlan { Style = style, HasTable = true, Records = existing, Output = new ElfEditor(file) };
        }

        return style == McountStyle.Objtool
            ? RunObjtool(file, symbols, options.Nop)
            : RunRecordmcount(file, symbols, options.Nop);
    }

    private static ElfFile Open(Region image)
    {
        ElfFile file = ElfFile.Parse(image);
        return file.Type == ElfType.Relocatable
            ? file
            : throw new RefusedException(
                image.Source.File, $"not a relocatable object (e_type is {(ushort)file.Type}): {McountSection.Name} is made before the link");
    }

    private static McountStyle StyleOf(ElfFile file) =>
        file.Machine is ElfMachine.X8664 or ElfMachine.PowerPc or ElfMachine.PowerPc64
            ? McountStyle.Objtool
            : McountStyle.Recordmcount;

    private static McountPlan RunRecordmcount(ElfFile file, ObjectSymbols symbols, bool nop)
    {
        if (nop)
        {
            throw new RefusedException(file.Image.Source.File, "NOPs for traced calls are objtool's: use --style objtool");
        }

        if (!RecordmcountMachine.TryFind(file.Machine, file.Class, out RecordmcountMachine? machine))
        {
            throw UnknownMachine(file, "recordmcount");
        }

        McountPlan plan = RecordmcountFinder.Find(file, symbols, machine);
        if (plan.Records.Any(record => record.Symbol == 0))
        {
            plan = SectionSymbols.Name(file, symbols, plan);
        }

        if (plan.Records.Count > 0)
        {
            McountSection.Add(
                file, plan.Output, plan.Records, machine.Pointer, UsesAddends(file), symbols.Section!.Index,
                ElfSectionFlags.None);
        }

        return plan;
    }

    private static McountPlan RunObjtool(ElfFile file, ObjectSymbols symbols, bool nop)
    {
        if (!ObjtoolMachine.TryFind(file.Machine, file.Class, out ObjtoolMachine? machine))
        {
            throw UnknownMachine(file, "objtool");
        }

        McountPlan plan = ObjtoolFinder.Find(file, symbols, machine, nop);
        if (plan.Records.Count == 0)
        {
            return plan;
        }

        plan = SectionSymbols.Name(file, symbols, plan);
        McountSection.Add(
            file, plan.Output, plan.Records, machine.Pointer(file.Class), hasAddends: true, symbols.Section!.Index,
            ElfSectionFlags.InfoLink);
        return plan;
    }

    // As the object's other relocations: its machine has one kind only.
    private static bool UsesAddends(ElfFile file)
    {
        foreach (ElfSection section in file.Sections)
        {
            if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends)
            {
                return section.Type == ElfSectionType.RelocationsWithAddends;
            }
        }

        return true;
    }

    private static RefusedException UnknownMachine(ElfFile file, string style) => new(
        file.Image.Source.File,
        $"{style} knows no machine {(ushort)file.Machine} with {(file.Class == ElfClass.Elf64 ? 64 : 32)} bits");
}
