// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Relocs;

/// <summary>Lists of what an image holds, for people and for comparing linkers, in the original's format.</summary>
public static class RelocsReports
{
    private static readonly string[] s_bindings = ["STB_LOCAL", "STB_GLOBAL", "STB_WEAK"];
    private static readonly string[] s_visibilities = ["STV_DEFAULT", "STV_INTERNAL", "STV_HIDDEN", "STV_PROTECTED"];

    private static readonly string[] s_types =
        ["STT_NOTYPE", "STT_OBJECT", "STT_FUNC", "STT_SECTION", "STT_FILE", "STT_COMMON", "STT_TLS"];

    /// <summary>Lists the symbols that are absolute.</summary>
    public static void WriteAbsoluteSymbols(RelocatableImage image, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(output);
        X86Relocs.RequireX86(image);
        output.Write("Absolute symbols\n Num:    Value Size  Type       Bind        Visibility  Name\n"u8);
        foreach (ReportedSymbols symbols in image.SymbolTables())
        {
            for (int i = 0; i < symbols.Table.Count; i++)
            {
                ElfSymbol symbol = symbols.Table[i];
                if (symbol.SectionNumber == ElfSymbol.AbsoluteSection)
                {
                    Write(output, $"{i,5} {Hex(symbol.Value, image)} {(image.Is64 ? "" : " ")}{(long)symbol.Size,5} "
                        + $"{TypeOf(symbol),10} {BindingOf(symbol),10} {VisibilityOf(symbol),12} ");
                    output.Write(symbols.NameOf(symbol));
                    output.Write("\n"u8);
                }
            }
        }

        output.Write("\n"u8);
    }

    /// <summary>
    /// Lists relocations against absolute symbols of which nobody said that they are meant: a reason to look at the linker
    /// script. Writes nothing when there are none.
    /// </summary>
    /// <returns>How many there are.</returns>
    public static int WriteAbsoluteRelocations(RelocatableImage image, RelocsOptions options, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        X86Relocs.RequireX86(image);
        RelocationRules rules = options.Rules ?? image.DetectedRules;
        int count = 0;
        Dictionary<ReportedSymbols, SymbolClass[]> classesOf = [];
        foreach (RelocationSection section in image.Walk())
        {
            if (!classesOf.TryGetValue(section.Symbols, out SymbolClass[]? classes))
            {
                classesOf[section.Symbols] = classes = options.RealMode
                    ? SymbolClasses.OfRealMode(section.Symbols)
                    : SymbolClasses.OfKernel(section.Symbols, rules, image.Is64, perCpuSection: null);
            }

            for (long i = 0; i < section.Records.Count; i++)
            {
                ElfRelocation relocation = section.Records[i];
                // In real mode no absolute symbol is known as a number; the segment is one like the others.
                if (SymbolClasses.Of(section, i, relocation, classes) is not (SymbolClass.Absolute or SymbolClass.Segment))
                {
                    continue;
                }

                if (count++ == 0)
                {
                    output.Write("WARNING: Absolute relocations present\nOffset     Info     Type     Sym.Value Sym.Name\n"u8);
                }

                ElfSymbol symbol = section.Symbols.Table[(int)relocation.SymbolIndex];
                ulong info = image.Is64
                    ? ((ulong)relocation.SymbolIndex << 32) | relocation.Type
                    : (relocation.SymbolIndex << 8) | relocation.Type;
                Write(output, $"{Hex(relocation.Offset, image)} {Hex(info, image)} "
                    + $"{TypeOf(relocation, image, rules),10} {Hex(symbol.Value, image)}  ");
                output.Write(section.Symbols.NameOf(symbol));
                output.Write("\n"u8);
            }
        }

        if (count > 0)
        {
            output.Write("\n"u8);
        }

        return count;
    }

    /// <summary>Lists all relocations that are walked, a line for each, its columns separated by tabs.</summary>
    public static void WriteRelocations(RelocatableImage image, RelocsOptions options, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        X86Relocs.RequireX86(image);
        RelocationRules rules = options.Rules ?? image.DetectedRules;
        output.Write("reloc section\treloc type\tsymbol\tsymbol section\n"u8);
        foreach (RelocationSection section in image.Walk())
        {
            byte[] target = Encoding.UTF8.GetBytes(section.Target.Name);
            for (long i = 0; i < section.Records.Count; i++)
            {
                ElfRelocation relocation = section.Records[i];
                ElfSymbol symbol = section.SymbolOf(i, relocation);
                output.Write(target);
                Write(output, $"\t{TypeOf(relocation, image, rules)}\t");
                output.Write(section.Symbols.NameOf(symbol));
                Write(output, $"\t{section.Symbols.SectionNameOf(symbol)}\n");
            }
        }
    }

    // The original knows these types by their names, and no others.
    private static string TypeOf(in ElfRelocation relocation, RelocatableImage image, RelocationRules rules)
    {
        bool isKnown = image.Is64
            ? relocation.Type <= (uint)X8664Relocation.Pc8 || (X8664Relocation)relocation.Type == X8664Relocation.Pc64
                || ((X8664Relocation)relocation.Type == X8664Relocation.RexGotPcRelX && rules >= RelocationRules.Linux73)
            : relocation.Type is <= (uint)I386Relocation.GotPc
                or (>= (uint)I386Relocation.Direct16 and <= (uint)I386Relocation.Pc8);
        return isKnown ? RelocationNames.Find(image.Elf.Machine, relocation.Type)! : "unknown type rel type name";
    }

    private static string TypeOf(in ElfSymbol symbol) =>
        NameIn(s_types, (int)symbol.Type) ?? "unknown sym type name";

    private static string BindingOf(in ElfSymbol symbol) =>
        NameIn(s_bindings, (int)symbol.Binding) ?? "unknown sym bind name";

    private static string VisibilityOf(in ElfSymbol symbol) =>
        NameIn(s_visibilities, (int)symbol.Visibility) ?? "unknown sym visibility name";

    private static string? NameIn(string[] names, int index) => index < names.Length ? names[index] : null;

    private static string Hex(ulong value, RelocatableImage image) =>
        value.ToString(image.Is64 ? "x16" : "x8", CultureInfo.InvariantCulture);

    private static void Write(IByteSink output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
