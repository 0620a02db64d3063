// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Lines;

/// <summary><c>kelf lineinfo --dump</c>: the lines of tables, one entry in a line; <c>-</c> where no line is from there on.</summary>
/// <example><code>
/// ffffffff81000000 arch/x86/kernel/head_64.S:38
/// .init.text+0x10 net/packet/af_packet.c:4796
/// </code></example>
internal static class LineinfoDump
{
    private const int Portion = 1 << 20;

    /// <summary>Prints them.</summary>
    public static int Run(string path, DecompressionLimit limit)
    {
        using OpenedObject input = OpenedObject.OfFile(path, limit);
        StringBuilder text = new();
        if (SideLines.IsSideLines(input.Contents))
        {
            using SideLines lines = SideLines.Of(input.Contents);
            foreach (SideRow row in lines.Rows())
            {
                Add(text, $"{row.Address:x16}", row.File == SideRow.Nothing ? null : lines.FileOf(row.File) ?? "?", row.Line);
            }
        }
        else
        {
            ElfFile image = ElfFile.Parse(input.Contents);
            IReadOnlyList<StoredTable> tables = StoredTable.Read(image);
            if (tables.Count == 0)
            {
                throw new RefusedException(path, "no tables of lines in it, as CONFIG_KALLSYMS_LINEINFO has them");
            }

            foreach (StoredTable table in tables)
            {
                foreach (LineEntry entry in table.Entries)
                {
                    string place = table.Section.Length > 0 ? $"{table.Section}+0x{entry.Offset:x}"
                        : image.Class == ElfClass.Elf64 ? $"{table.Start + entry.Offset:x16}" : $"{table.Start + entry.Offset:x8}";
                    Add(text, place, table.FileOf(entry), entry.Line);
                }
            }
        }

        StandardOutput.WriteText(text.ToString());
        return ExitStatus.Done;
    }

    private static void Add(StringBuilder text, string place, string? file, uint line)
    {
        text.Append(place).Append(' ').Append(file is null ? "-" : $"{file}:{line}").Append('\n');
        if (text.Length > Portion)
        {
            StandardOutput.WriteText(text.ToString());
            text.Clear();
        }
    }
}
