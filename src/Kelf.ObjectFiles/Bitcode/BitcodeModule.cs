// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>What a module says of itself.</summary>
/// <param name="Triple">Target, e.g. <c>x86_64-unknown-linux-gnu</c>; empty when it has none.</param>
/// <param name="SourceFileName">The compiled file, as the compiler was given it; empty when it has none.</param>
/// <param name="Hash">
/// SHA-1 of the module as five big-endian words, which ThinLTO caches by; null when it has none (full LTO).
/// </param>
public sealed record ModuleDescription(string Triple, string SourceFileName, IReadOnlyList<uint>? Hash);

/// <summary>Takes the name of a section.</summary>
public delegate void SectionNameVisitor(ReadOnlySpan<byte> name);

/// <summary>
/// A module of a bitcode file (LLVM BitCodeFormat, "MODULE_BLOCK Contents"). Only its own records are read; functions,
/// types and metadata are blocks inside it, and passed over.
/// </summary>
public sealed class BitcodeModule
{
    private readonly Block _block;
    private readonly BlockInfo _info;

    internal BitcodeModule(Block block, BlockInfo info, string producer) =>
        (_block, _info, Producer) = (block, info, producer);

    /// <summary>Who wrote it, e.g. <c>LLVM19.1.7</c>; empty when nobody is named.</summary>
    public string Producer { get; }

    /// <summary>The names that its records refer to.</summary>
    internal Region Strings { get; set; }

    /// <summary>Reads what it says of itself.</summary>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public ModuleDescription Describe()
    {
        (string triple, string sourceFileName, uint[]? hash) = (string.Empty, string.Empty, null);
        BlockReader reader = new(_block, _info);
        while (reader.NextRecord())
        {
            switch ((ModuleRecord)reader.Code)
            {
                case ModuleRecord.Triple:
                    triple = Utf8Name.ToText(reader.Text());
                    break;
                case ModuleRecord.SourceFileName:
                    sourceFileName = Utf8Name.ToText(reader.Text());
                    break;
                case ModuleRecord.Hash:
                    hash = ReadHash(ref reader);
                    break;
            }
        }

        return new ModuleDescription(triple, sourceFileName, hash);
    }

    /// <summary>Hands out the names of sections that it asks for, for variables and functions and in assembly.</summary>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public void VisitSectionNames(SectionNameVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        BlockReader reader = new(_block, _info);
        while (reader.NextRecord())
        {
            if ((ModuleRecord)reader.Code == ModuleRecord.SectionName)
            {
                visitor(reader.Text());
            }
            else if ((ModuleRecord)reader.Code == ModuleRecord.Assembly)
            {
                new ModuleAssembly(reader.Text()).VisitSections(visitor);
            }
        }
    }

    /// <summary>Hands out its symbols: those of IR in file order, then the labels of assembly.</summary>
    internal void VisitSymbols(BitcodeSymbolVisitor visitor)
    {
        ModuleSymbols symbols = new(Strings);
        ArrayBufferWriter<byte> assembly = new();
        BlockReader reader = new(_block, _info);
        while (reader.NextRecord())
        {
            if ((ModuleRecord)reader.Code == ModuleRecord.Assembly)
            {
                Append(assembly, reader.Text());
            }
            else
            {
                symbols.Visit(ref reader, visitor);
            }
        }

        new ModuleAssembly(assembly.WrittenMemory).Visit(visitor);
    }

    /// <summary>True when its assembly defines a symbol.</summary>
    internal bool HasAssemblyLabels()
    {
        bool found = false;
        BlockReader reader = new(_block, _info);
        // Assembly stands before all globals, so most of the module need not be looked at.
        while (!found && reader.NextRecord() && (ModuleRecord)reader.Code is not (ModuleRecord.Variable or ModuleRecord.Function))
        {
            if ((ModuleRecord)reader.Code == ModuleRecord.Assembly)
            {
                new ModuleAssembly(reader.Text()).Visit((in BitcodeSymbol _) => found = true);
            }
        }

        return found;
    }

    private static uint[] ReadHash(ref BlockReader reader)
    {
        Span<ulong> words = stackalloc ulong[5];
        if (reader.Operands(words) != words.Length)
        {
            throw reader.Malformed("hash of the module is cut short");
        }

        uint[] hash = new uint[words.Length];
        for (int i = 0; i < hash.Length; i++)
        {
            hash[i] = (uint)words[i];
        }

        return hash;
    }

    private static void Append(ArrayBufferWriter<byte> assembly, byte[] text)
    {
        // A module may have several records of it, each of which ends a statement.
        assembly.Write(text);
        assembly.Write("\n"u8);
    }
}
