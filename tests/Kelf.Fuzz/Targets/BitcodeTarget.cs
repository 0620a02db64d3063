// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>Bitcode: its symbols, from the symbol table and from the modules, and what modules say of themselves.</summary>
public sealed class BitcodeTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "bitcode";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(BitcodeFile)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        if (ElfFile.IsElf(image) ? !BitcodeFile.TryFindInElf(ElfFile.Parse(image), out image) : !BitcodeFile.IsBitcode(image))
        {
            return;
        }

        BitcodeFile file = BitcodeFile.Parse(image);
        long length = 0;
        BitcodeSymbolVisitor visitor = (in BitcodeSymbol symbol) =>
            length += symbol.Name.Length + symbol.IrName.Length + symbol.Section.Length;
        if (file.FallbackReason is null)
        {
            file.VisitSymbols(visitor);
        }

        foreach (BitcodeModule module in file.Modules)
        {
            length += module.Describe().SourceFileName.Length;
        }

        file.VisitModuleSymbols(visitor);
        GC.KeepAlive(length);
    }
}
