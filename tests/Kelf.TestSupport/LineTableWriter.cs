// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.TestSupport;

/// <summary>Writes line tables (DWARF 5 §6.2.4).</summary>
internal static class LineTableWriter
{
    public static void Write(DwarfSections sections, LineTableSpec table)
    {
        ByteAssembler lines = sections.Lines;
        int width = table.Is64 ? 8 : 4;
        if (table.Is64)
        {
            lines.U32(0xffff_ffff);
        }

        int lengthAt = lines.Position;
        lines.Word(table.Is64, 0).U16(table.Version);
        if (table.Version >= 5)
        {
            lines.U8(table.AddressSize).U8(0); // and segment_selector_size
        }

        int headerLengthAt = lines.Position;
        lines.Word(table.Is64, 0).U8(table.InstructionLength); // after header_length
        if (table.Version >= 4)
        {
            lines.U8(table.Operations);
        }

        lines.U8(table.IsStmt ? 1u : 0u).U8((byte)table.LineBase).U8(table.LineRange)
            .U8(table.OpcodeBase ?? (ulong)(table.OpcodeLengths.Count + 1)).Bytes([.. table.OpcodeLengths]);
        if (table.Version >= 5)
        {
            WriteEntries5(sections, table, table.Directories, isFiles: false);
            WriteEntries5(sections, table, table.Files, isFiles: true);
        }
        else
        {
            WriteEntries2(lines, table);
        }

        lines.Patch(headerLengthAt, table.HeaderLength ?? (ulong)(lines.Position - headerLengthAt - width), width);
        table.Program?.Invoke(new LineProgramWriter(lines));
        lines.Patch(lengthAt, table.Length ?? (ulong)(lines.Position - lengthAt - width), width);
    }

    private static void WriteEntries2(ByteAssembler lines, LineTableSpec table)
    {
        foreach (string directory in table.Directories)
        {
            lines.CString(directory);
        }

        lines.U8(0);
        foreach (string file in table.Files)
        {
            lines.CString(file).Uleb(0).Uleb(0).Uleb(0); // directory, time, size
        }

        lines.U8(0);
    }

    private static void WriteEntries5(DwarfSections sections, LineTableSpec table, IReadOnlyList<string> names, bool isFiles)
    {
        const ulong Path = 1, DirectoryIndex = 2, Md5 = 5; // DW_LNCT_*
        ByteAssembler lines = sections.Lines;
        bool checksums = isFiles && table.HasChecksums;
        lines.U8(isFiles ? checksums ? 3u : 2u : 1u).Uleb(Path).Uleb((ulong)table.NameForm);
        if (isFiles)
        {
            lines.Uleb(DirectoryIndex).Uleb((ulong)DwForm.Udata);
        }

        if (checksums)
        {
            lines.Uleb(Md5).Uleb((ulong)DwForm.Data16);
        }

        lines.Uleb((ulong)names.Count);
        foreach (string name in names)
        {
            if (table.NameForm == DwForm.String)
            {
                lines.CString(name);
            }
            else
            {
                sections.StringOffset(".debug_line", lines, table.Is64, table.NameForm, name);
            }

            if (isFiles)
            {
                lines.Uleb(0);
            }

            if (checksums)
            {
                lines.Bytes(new byte[16]);
            }
        }
    }
}
