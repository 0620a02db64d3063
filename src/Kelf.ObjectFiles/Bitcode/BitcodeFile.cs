// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// A file of LLVM bitcode, which Clang writes for LTO under the names of objects: its modules and its symbols. Code is
/// passed over.
/// </summary>
/// <remarks>
/// A file is a row of blocks. Clang 19 writes
/// <code>
/// IDENTIFICATION_BLOCK   who wrote the next module, and in which epoch of the format
/// MODULE_BLOCK           globals, assembly, code
/// SYMTAB_BLOCK           the linker's symbol table (irsymtab), for all modules
/// STRTAB_BLOCK           the names that modules and symbol table refer to
/// </code>
/// There may be several modules, each with its identification, and several tables of names: each serves the modules
/// before it that have none yet. Symbols are read from the symbol table, and from the modules where it is absent, damaged
/// or of an unknown version.
/// </remarks>
/// <example><code>
/// BitcodeFile file = BitcodeFile.Parse(map.Contents);
/// file.VisitSymbols((in BitcodeSymbol symbol) =&gt; { if (symbol.IsAssembly) { /* ... */ } });
/// </code></example>
public sealed class BitcodeFile
{
    // Archives pad their members; LLVM takes up to two words after the last block, too.
    private const long MostPadding = 8 * 8;

    private readonly List<BitcodeModule> _modules = [];
    private IrSymbolTable? _symbols;

    private BitcodeFile()
    {
    }

    /// <summary>The modules in file order.</summary>
    public IReadOnlyList<BitcodeModule> Modules => _modules;

    /// <summary>Why symbols are read from the modules, or null when they come from the symbol table.</summary>
    public string? FallbackReason { get; private set; }

    /// <summary>True when a file begins like bitcode, wrapped or not.</summary>
    public static bool IsBitcode(Region image) => ElfFile.IsBitcode(image);

    /// <summary>Finds the bitcode in an ELF object that has both (<c>-ffat-lto-objects</c>).</summary>
    /// <param name="elf">The object.</param>
    /// <param name="bitcode">The contents of its section <c>.llvm.lto</c>.</param>
    /// <exception cref="MalformedFileException">The section reaches outside the file.</exception>
    public static bool TryFindInElf(ElfFile elf, out Region bitcode)
    {
        ArgumentNullException.ThrowIfNull(elf);
        return BitcodeStream.TryFindInElf(elf, out bitcode);
    }

    /// <summary>Reads the outline of a file, and checks its symbol table.</summary>
    /// <param name="image">The whole file, or the section of a fat object.</param>
    /// <exception cref="MalformedFileException">
    /// It is no bitcode, of a format that cannot be read, or a block is malformed.
    /// </exception>
    public static BitcodeFile Parse(Region image)
    {
        if (!IsBitcode(image))
        {
            throw new MalformedFileException(image.Source.File, "not LLVM bitcode");
        }

        BitcodeFile file = new();
        file.ReadBlocks(BitcodeStream.Find(image));
        return file;
    }

    /// <summary>Hands out the symbols of all modules, from the symbol table if <see cref="FallbackReason"/> is null.</summary>
    /// <exception cref="MalformedFileException">They are read from the modules, and one is malformed.</exception>
    public void VisitSymbols(BitcodeSymbolVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (_symbols is not null)
        {
            _symbols.Visit(visitor);
        }
        else
        {
            VisitModuleSymbols(visitor);
        }
    }

    /// <summary>Hands out the symbols of all modules, not looking at the symbol table.</summary>
    /// <remarks>
    /// Of assembly these are the labels that it defines, and their scopes; what it refers to is left out. The flags
    /// <see cref="BitcodeSymbolFlags.Used"/>, <see cref="BitcodeSymbolFlags.MayOmit"/> and
    /// <see cref="BitcodeSymbolFlags.HasUncommon"/> are not found out.
    /// </remarks>
    /// <exception cref="MalformedFileException">A module is malformed.</exception>
    public void VisitModuleSymbols(BitcodeSymbolVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        _modules.ForEach(module => module.VisitSymbols(visitor));
    }

    private void ReadBlocks(Region stream)
    {
        BitReader bits = new(stream);
        bits.Bytes(BitcodeStream.MagicLength);
        BlockInfo info = new();
        Identification identification = new(string.Empty);
        Region? symbols = null;
        Region? symbolNames = null;
        int served = 0;
        while (bits.Left > MostPadding)
        {
            if (bits.Fixed(2) != 1)
            {
                throw bits.Malformed("no block of bitcode begins here");
            }

            Block block = Block.Read(ref bits);
            switch (block.Id)
            {
                case BlockId.Identification:
                    identification = Identification.Read(block, info);
                    break;
                case BlockId.BlockInfo:
                    info.Add(block);
                    break;
                case BlockId.Module:
                    _modules.Add(new BitcodeModule(block, info, identification.Producer));
                    break;
                case BlockId.Symbols:
                    symbols ??= ReadBlob(block, info);
                    break;
                case BlockId.Strings:
                    Region strings = ReadBlob(block, info);
                    symbolNames = symbols is null ? null : symbolNames ?? strings;
                    for (; served < _modules.Count; served++)
                    {
                        _modules[served].Strings = strings;
                    }

                    break;
            }
        }

        if (_modules.Count == 0)
        {
            throw stream.Malformed((ulong)stream.Length, "bitcode without a module: cut short");
        }

        UseTable(symbols, symbolNames);
    }

    private void UseTable(Region? symbols, Region? names)
    {
        if (symbols is null || names is null)
        {
            FallbackReason = symbols is null ? "no symbol table" : "no table of names";
        }
        else if (!IrSymbolTable.TryOpen(symbols.Value, names.Value, _modules.Count, out _symbols, out string? reason))
        {
            FallbackReason = reason;
        }
        else if (!_symbols.HasAssembly && _modules.Exists(module => module.HasAssemblyLabels()))
        {
            // LLVM leaves all of them out when its assembler rejects a statement.
            (_symbols, FallbackReason) = (null, "symbol table lacks the symbols of assembly");
        }
    }

    /// <summary>The bytes of a block that has one record of them.</summary>
    private static Region ReadBlob(in Block block, BlockInfo info)
    {
        const ulong Blob = 1;
        BlockReader reader = new(block, info);
        while (reader.NextRecord())
        {
            if (reader.Code == Blob)
            {
                while (reader.TryOperand(out _))
                {
                    // The bytes stand after them.
                }

                return reader.Blob;
            }
        }

        return default;
    }

    private sealed record Identification(string Producer)
    {
        public static Identification Read(in Block block, BlockInfo info)
        {
            const ulong Text = 1;
            const ulong Epoch = 2;
            BlockReader reader = new(block, info);
            string producer = string.Empty;
            while (reader.NextRecord())
            {
                if (reader.Code == Text)
                {
                    producer = Utf8Name.ToText(reader.Text());
                }
                else if (reader.Code == Epoch && reader.TryOperand(out ulong epoch) && epoch != 0)
                {
                    throw reader.Malformed($"bitcode of {producer} has epoch {epoch}, and only 0 can be read");
                }
            }

            return new Identification(producer);
        }
    }
}
