// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Support;

/// <summary>Files of one unit with a line table, and how tests write rows.</summary>
internal static class LineFile
{
    /// <summary>A linked file with a table of two files and this program.</summary>
    public static OpenDwarf Of(Action<LineProgramWriter> program) => Of(new LineTableSpec { Program = program });

    /// <summary>A linked file with a table; two files are added if it has none.</summary>
    public static OpenDwarf Of(
        LineTableSpec table, ElfType type = ElfType.Executable, ByteOrder order = ByteOrder.Little, params DieItem[] attributes)
    {
        DwForm form = table.Version >= 4 ? DwForm.SecOffset : table.Is64 ? DwForm.Data8 : DwForm.Data4;
        return OpenDwarf.Of(new DwarfBuilder(order)
            .LineTable("lines", table with { Files = table.Files.Count > 0 ? table.Files : ["a.c", "b.h"] })
            .Unit(
                new UnitSpec { Version = table.Version, Is64 = table.Is64, AddressSize = table.AddressSize },
                Die(DwTag.CompileUnit, [StmtList("lines", form), At(DwAttribute.CompDir, DwForm.String, "/build"), .. attributes]))
            .AddTo(new ElfBuilder(order: order, type: type)));
    }

    /// <summary>All rows of the first unit: see <see cref="Show"/>.</summary>
    public static string[] Rows(OpenDwarf dwarf) => Rows(dwarf.File);

    public static string[] Rows(DwarfFile dwarf)
    {
        List<string> rows = [];
        LineProgram program = LineProgram.Of(dwarf.Units[0]);
        while (program.Next())
        {
            rows.Add(Show(program.Row) + (program.IsDropped ? " dropped" : ""));
        }

        return [.. rows];
    }

    /// <summary>Address in hexadecimal digits, file, line, column if there is one, and what else is not as usual.</summary>
    public static string Show(LineRow row) =>
        $"{row.Address:x} {row.File}:{row.Line}"
        + (row.Column != 0 ? $":{row.Column}" : "")
        + (row.OperationIndex != 0 ? $" op {row.OperationIndex}" : "")
        + (row.Discriminator != 0 ? $" discriminator {row.Discriminator}" : "")
        + (row.InstructionSet != 0 ? $" isa {row.InstructionSet}" : "")
        + (row.IsStmt ? "" : " no-stmt")
        + (row.IsBasicBlock ? " block" : "")
        + (row.IsPrologueEnd ? " prologue" : "")
        + (row.IsEpilogueBegin ? " epilogue" : "")
        + (row.EndsSequence ? " end" : "");
}
