// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Lto;

/// <summary>What a linked kernel image or module was found to be.</summary>
/// <param name="IsLto">Whether it says that Clang LTO linked it; null when it says nothing.</param>
/// <param name="Promoted">
/// Local symbols that ThinLTO made global, under names such as <c>helper.llvm.18297715555933059212</c>.
/// </param>
/// <param name="Problems">What is wrong, in file order.</param>
public sealed record LtoCheck(bool? IsLto, int Promoted, IReadOnlyList<string> Problems)
{
    // -ffunction-sections names a section after its function, and these sections mean something to linker scripts
    // (comment at TEXT_MAIN in include/asm-generic/vmlinux.lds.h).
    private static readonly string[] s_forbidden = ["startup", "exit", "split", "unlikely", "hot", "unknown"];

    /// <summary>Looks at a file.</summary>
    /// <param name="image"><c>vmlinux.o</c>, <c>vmlinux</c> with symbols, or a module.</param>
    /// <exception cref="MalformedFileException">It is malformed, or bitcode.</exception>
    public static LtoCheck Run(Region image)
    {
        ElfFile elf = ElfFile.Parse(image);
        bool? isLto = LtoNote.Read(elf);
        bool isModule = elf.Type == ElfType.Relocatable && elf.TryFindSection(".gnu.linkonce.this_module", out _);
        List<string> problems = [];
        if (isModule && isLto == true)
        {
            AddSections(elf, problems);
        }

        int promoted = 0;
        ElfSymbolTable symbols = elf.SymbolTable;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.IsUndefined)
            {
                continue;
            }

            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            promoted += IsPromoted(name) ? 1 : 0;
            // Modules are linked together with nothing whose scripts look at such names.
            if (!isModule && IsForbidden(name) && IsFunction(elf, symbol))
            {
                problems.Add($"function {PrintableText.Of(name)}: with -ffunction-sections its section is taken for another");
            }
        }

        return new LtoCheck(isLto, promoted, problems);
    }

    private static void AddSections(ElfFile elf, List<string> problems)
    {
        foreach (ElfSection section in elf.Sections)
        {
            if (ModuleSections.HomeOf(section.Name) is { } home)
            {
                problems.Add(home.Length > 0
                    ? $"section {section.Name} was not joined to {home}: was the module linked with module.lds?"
                    : $"section {section.Name} was not dropped: was the module linked with module.lds?");
            }
        }
    }

    private static bool IsPromoted(ReadOnlySpan<byte> name)
    {
        int suffix = name.LastIndexOf(".llvm."u8);
        return suffix > 0 && suffix + 6 < name.Length && !name[(suffix + 6)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool IsForbidden(ReadOnlySpan<byte> name)
    {
        int length = name.IndexOf((byte)'.');
        ReadOnlySpan<byte> first = length < 0 ? name : name[..length];
        foreach (string forbidden in s_forbidden)
        {
            if (Ascii.Equals(first, forbidden))
            {
                return true;
            }
        }

        return false;
    }

    // The letters T, t and W, w of nm.
    private static bool IsFunction(ElfFile elf, in ElfSymbol symbol) =>
        symbol.Binding == ElfSymbolBinding.Weak
            ? symbol.Type != ElfSymbolType.Object
            : symbol.SectionNumber < ElfSymbol.ReservedSections
                && elf.SectionAt(symbol.SectionNumber, "section of a symbol").Flags.HasFlag(ElfSectionFlags.Executable);
}
