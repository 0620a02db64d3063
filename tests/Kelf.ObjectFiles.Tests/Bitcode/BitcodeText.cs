// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

namespace Kelf.ObjectFiles.Tests.Bitcode;

/// <summary>Bitcode as lines, for comparisons.</summary>
internal static class BitcodeText
{
    /// <summary>Lines <c>name|IR name|flags|section</c> of a file's symbols.</summary>
    public static IReadOnlyList<string> Symbols(byte[] file, bool fromModules = false)
    {
        using NativeBuffer buffer = InMemory.File(file);
        BitcodeFile bitcode = BitcodeFile.Parse(buffer.Contents);
        List<string> lines = [];
        BitcodeSymbolVisitor visitor = (in BitcodeSymbol symbol) =>
            lines.Add($"{Text(symbol.Name)}|{Text(symbol.IrName)}|{symbol.Flags}|{Text(symbol.Section)}");
        if (fromModules)
        {
            bitcode.VisitModuleSymbols(visitor);
        }
        else
        {
            bitcode.VisitSymbols(visitor);
        }

        return lines;
    }

    /// <summary>Why the symbol table of a file is not used.</summary>
    public static string? Reason(byte[] file)
    {
        using NativeBuffer buffer = InMemory.File(file);
        return BitcodeFile.Parse(buffer.Contents).FallbackReason;
    }

    /// <summary>Reads all that a file has, for its errors.</summary>
    public static void Read(byte[] file)
    {
        using NativeBuffer buffer = InMemory.File(file);
        BitcodeFile bitcode = BitcodeFile.Parse(buffer.Contents);
        bitcode.VisitModuleSymbols((in BitcodeSymbol _) => { });
        foreach (BitcodeModule module in bitcode.Modules)
        {
            module.Describe();
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
