// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Unicode;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Relocs;

/// <summary>Tables as assembler source.</summary>
internal static class RelocationText
{
    /// <summary>Writes a line <c>.long 0x81000030</c> for each word.</summary>
    public static void WriteWords(IEnumerable<uint> words, IByteSink output)
    {
        Span<byte> line = stackalloc byte[32];
        foreach (uint word in words)
        {
            Utf8.TryWrite(line, $"\t.long 0x{word:x8}\n", out int length);
            output.Write(line[..length]);
        }
    }
}
