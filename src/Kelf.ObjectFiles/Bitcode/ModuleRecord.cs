// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bitcode;

/// <summary>The records of a module that are read, by their codes (LLVM <c>Bitcode/LLVMBitCodes.h</c>, ModuleCodes).</summary>
internal enum ModuleRecord : ulong
{
    /// <summary>Version of the module's format.</summary>
    Version = 1,

    /// <summary>Target.</summary>
    Triple = 2,

    /// <summary>Module-level assembly.</summary>
    Assembly = 4,

    /// <summary>Name of a section; globals count them from 1.</summary>
    SectionName = 5,

    /// <summary>A variable.</summary>
    Variable = 7,

    /// <summary>A function.</summary>
    Function = 8,

    /// <summary>An alias.</summary>
    Alias = 14,

    /// <summary>Name of the compiled file.</summary>
    SourceFileName = 16,

    /// <summary>Hash of the module.</summary>
    Hash = 17,

    /// <summary>A function that is chosen when the program starts.</summary>
    Ifunc = 18,
}
