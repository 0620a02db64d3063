// SPDX-License-Identifier: MIT OR GPL-2.0-only
// The structures of BTF with the offsets of their members, from an ELF file or from what the running kernel offers:
//     btf-sample /sys/kernel/btf/vmlinux [NAME]
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;

if (args is not [var path, .. [] or [_]])
{
    Console.Error.WriteLine("usage: btf-sample FILE [NAME]");
    return 2;
}

string? wanted = args.Length > 1 ? args[1] : null;
try
{
    using MappedFile file = MappedFile.Open(path);
    BtfFile? btf = ElfFile.IsElf(file.Contents)
        ? BtfFile.TryRead(ElfFile.Parse(file.Contents), null, out BtfFile? section) ? section : null : BtfFile.Read(file.Contents);
    for (uint id = 1; id < btf?.EndId; id++)
    {
        BtfType type = btf[id];
        if (type.Kind != BtfKind.Structure || (wanted is not null && Name(type.NameOffset) != wanted))
        {
            continue;
        }

        Console.WriteLine($"struct {Name(type.NameOffset)}: {type.Value} bytes");
        foreach (BtfMember member in type.Members())
        {
            string place = member.BitSize == 0 ? (member.BitOffset / 8).ToString(CultureInfo.InvariantCulture)
                : $"{member.BitOffset / 8}.{member.BitOffset % 8}:{member.BitSize}";
            Console.WriteLine($"{place,8} {Name(member.NameOffset)} ({btf[member.Type].Kind})");
        }
    }

    return 0;

    string Name(uint offset) => Encoding.UTF8.GetString(btf.Name(offset));
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
