// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// The linker's symbol table of a bitcode file (LLVM, <c>Object/IRSymtab.h</c>): what a linker needs to know without
/// reading IR or assembling assembly. All numbers are little-endian, whatever the target.
/// </summary>
/// <remarks>
/// A table of one symbol, <c>int f(void)</c>:
/// <code>
/// 00  version 3, producer (offset and size in STRTAB)
/// 0c  modules 4c 1, comdats 58 0, symbols 58 1, uncommons 70 0   (offset in the table, number of records)
/// 2c  triple, source file, COFF options (STRTAB); dependent libraries 70 0
/// 4c  module: symbols from 0 to 1, uncommons from 0
/// 58  symbol: name, IR name (STRTAB), comdat -1, flags 0x2400
/// </code>
/// A symbol with <see cref="BitcodeSymbolFlags.HasUncommon"/> owns the next uncommon of its module.
/// </remarks>
internal sealed class IrSymbolTable
{
    private const int HeaderSize = 0x4c;
    private const int ModuleSize = 12;
    private const int SymbolSize = 24;
    private const int SymbolFlags = 20;
    private const int SymbolIrName = 8;

    private readonly Region _strings;
    private readonly Region _modules;
    private readonly Region _symbols;
    private readonly Region _uncommons;
    private readonly int _uncommonSize;

    private IrSymbolTable(Region table, Region strings, int version)
    {
        _strings = strings;
        // Version 4 has 64-bit sizes of common symbols.
        _uncommonSize = version == 4 ? 28 : 24;
        _modules = Range(table, 0x0c, ModuleSize);
        _symbols = Range(table, 0x1c, SymbolSize);
        _uncommons = Range(table, 0x24, _uncommonSize);
    }

    /// <summary>True when a symbol comes from assembly.</summary>
    public bool HasAssembly { get; private set; }

    /// <summary>Opens and checks a table: what it says lies inside it, and inside the names.</summary>
    /// <param name="table">The contents of SYMTAB_BLOCK.</param>
    /// <param name="strings">The contents of STRTAB_BLOCK.</param>
    /// <param name="modules">Number of modules in the file.</param>
    /// <param name="opened">The table.</param>
    /// <param name="reason">Why it cannot be used.</param>
    public static bool TryOpen(
        Region table, Region strings, int modules, [NotNullWhen(true)] out IrSymbolTable? opened, out string? reason)
    {
        (opened, reason) = (null, null);
        if (table.Length < HeaderSize)
        {
            reason = $"symbol table of {table.Length} bytes has no header";
            return false;
        }

        int version = (int)U32(table, 0);
        if (version is not (3 or 4))
        {
            reason = $"symbol table has version {(uint)version}";
            return false;
        }

        try
        {
            IrSymbolTable result = new(table, strings, version);
            if (result._modules.Length / ModuleSize != modules)
            {
                reason = $"symbol table is for {result._modules.Length / ModuleSize} modules, not {modules}";
                return false;
            }

            // Walking it touches all that a visitor will touch.
            result.Visit((in BitcodeSymbol symbol) => result.HasAssembly |= symbol.IsAssembly);
            opened = result;
            return true;
        }
        catch (MalformedFileException error)
        {
            reason = $"symbol table is damaged: {error.What}";
            return false;
        }
    }

    /// <summary>Hands out the symbols, module by module.</summary>
    public void Visit(BitcodeSymbolVisitor visitor)
    {
        ulong expected = 0;
        for (ulong offset = 0; offset < (ulong)_modules.Length; offset += ModuleSize)
        {
            uint begin = U32(_modules, offset);
            uint end = U32(_modules, offset + 4);
            // Otherwise many modules could name the same many symbols.
            if (begin != expected || end < begin)
            {
                throw _modules.Malformed(offset, $"module has the symbols from {begin} to {end}");
            }

            expected = end;
            VisitModule(visitor, begin, end, U32(_modules, offset + 8));
        }
    }

    private void VisitModule(BitcodeSymbolVisitor visitor, uint begin, uint end, uint uncommon)
    {
        for (ulong index = begin; index < end; index++)
        {
            ulong offset = index * SymbolSize;
            BitcodeSymbolFlags flags = (BitcodeSymbolFlags)U32(_symbols, offset + SymbolFlags);
            ReadOnlySpan<byte> section = default;
            if ((flags & BitcodeSymbolFlags.HasUncommon) != 0)
            {
                // Its last field.
                section = String(_uncommons, (((ulong)uncommon++ + 1) * (ulong)_uncommonSize) - 8);
            }

            visitor(new BitcodeSymbol
            {
                Name = String(_symbols, offset),
                IrName = String(_symbols, offset + SymbolIrName),
                Section = section,
                Flags = flags,
            });
        }
    }

    private ReadOnlySpan<byte> String(Region records, ulong at)
    {
        uint length = U32(records, at + 4);
        // The offset of a string without characters means nothing.
        return length == 0 ? default : _strings.Slice(U32(records, at), length).Span();
    }

    private static Region Range(Region table, ulong at, int recordSize) =>
        table.Slice(U32(table, at), U32(table, at + 4) * (ulong)recordSize);

    private static uint U32(Region region, ulong at) => BinaryPrimitives.ReadUInt32LittleEndian(region.Span(at, 4));
}
