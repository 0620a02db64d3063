// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.ObjectFiles.Tests.Support;

/// <summary>A file in memory with its debugging information open, and a dump of it that tests compare.</summary>
internal sealed class OpenDwarf : IDisposable
{
    private readonly NativeBuffer _image;

    private OpenDwarf(NativeBuffer image)
    {
        _image = image;
        try
        {
            File = DwarfFile.Open(ElfFile.Parse(image.Contents));
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    public DwarfFile File { get; }

    /// <summary>A linked file, so that tests of DWARF do not depend on relocations.</summary>
    public static OpenDwarf Of(DwarfBuilder dwarf, ByteOrder order = ByteOrder.Little) =>
        Of(dwarf.AddTo(new ElfBuilder(order: order, type: ElfType.Executable)));

    public static OpenDwarf Of(ElfBuilder elf) => new(elf.BuildInMemory());

    /// <summary>A file with sections as they are given.</summary>
    public static OpenDwarf Of(byte[] info, byte[] abbreviations, params (string Name, byte[] Contents)[] others)
    {
        ElfBuilder elf = new ElfBuilder(type: ElfType.Executable).Section(".debug_info", info)
            .Section(".debug_abbrev", abbreviations);
        Array.ForEach(others, section => elf.Section(section.Name, section.Contents));
        return Of(elf);
    }

    /// <summary>All entries of all units, one per line: indentation by depth, tag, attributes with their values.</summary>
    public string Dump()
    {
        StringBuilder text = new();
        foreach (DwarfUnit unit in File.Units)
        {
            text.Append(CultureInfo.InvariantCulture, $"{unit.Type} {unit.Format.Version}\n");
            DieReader reader = unit.Entries();
            int depth = 1;
            while (reader.Next())
            {
                if (reader.Tag == DwTag.None)
                {
                    depth--;
                    continue;
                }

                text.Append(' ', depth).Append(reader.Tag);
                depth += reader.HasChildren ? 1 : 0;
                while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
                {
                    text.Append(' ').Append(attribute).Append('=').Append(Show(unit, value));
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    public void Dispose()
    {
        File.Dispose();
        _image.Dispose();
    }

    private static string Show(DwarfUnit unit, AttributeValue value)
    {
        ReadOnlySpan<byte> name = unit.StringOrEmpty(value, out bool isString);
        return isString ? $"'{Encoding.UTF8.GetString(name)}'"
            : unit.TryReference(value, out DieOffset target) ? $"->{NameAt(unit.File, target)}"
            : value.TryConstant(out ulong constant) ? constant.ToString(CultureInfo.InvariantCulture)
            : value.IsTrue ? "yes"
            : value.Form.ToString();
    }

    private static string NameAt(DwarfFile file, DieOffset target)
    {
        if (!file.TryFindUnit(target, out DwarfUnit? unit))
        {
            return "?";
        }

        DieReader reader = unit.EntriesFrom(target);
        reader.Next();
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            if (attribute == DwAttribute.Name)
            {
                return Encoding.UTF8.GetString(unit.StringOrEmpty(value, out _));
            }
        }

        return reader.Tag.ToString();
    }
}
