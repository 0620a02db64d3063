// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Globalization;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>The kinds of blocks that are read (LLVM BitCodeFormat, "LLVM IR Blocks"; others are passed over).</summary>
internal enum BlockId : ulong
{
    /// <summary>Abbreviations for blocks of other kinds (<c>BLOCKINFO</c>).</summary>
    BlockInfo = 0,

    /// <summary>A module (<c>MODULE_BLOCK</c>).</summary>
    Module = 8,

    /// <summary>Who wrote it (<c>IDENTIFICATION_BLOCK</c>).</summary>
    Identification = 13,

    /// <summary>The names of symbols (<c>STRTAB_BLOCK</c>).</summary>
    Strings = 23,

    /// <summary>The linker's symbol table (<c>SYMTAB_BLOCK</c>).</summary>
    Symbols = 25,
}

/// <summary>What messages call blocks.</summary>
internal static class BlockNames
{
    /// <summary>LLVM's name, which <c>llvm-bcanalyzer</c> prints, too.</summary>
    public static string Of(BlockId id) => id switch
    {
        BlockId.BlockInfo => "BLOCKINFO",
        BlockId.Module => "MODULE_BLOCK",
        BlockId.Identification => "IDENTIFICATION_BLOCK",
        BlockId.Strings => "STRTAB_BLOCK",
        BlockId.Symbols => "SYMTAB_BLOCK",
        _ => string.Create(CultureInfo.InvariantCulture, $"block {(ulong)id}"),
    };
}
