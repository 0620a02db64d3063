// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// Unified kernel images (UAPI group, "Unified Kernel Image"): an EFI program with a kernel, its initramfs and its
/// command line in sections (Microsoft, "PE Format").
/// </summary>
internal static class UnifiedImage
{
    private const int CoffHeader = 24; // with the four bytes before it
    private const int SectionHeader = 40;

    /// <summary>Looks for an EFI program with a section <c>.linux</c>.</summary>
    public static Container? Recognize(Region image)
    {
        ulong size = (ulong)image.Length;
        if (size < 64 || !image.Span(0, 2).SequenceEqual("MZ"u8))
        {
            return null;
        }

        ulong start = image.Read(ByteOrder.Little, 0x3c).U32();
        if (start > size - CoffHeader || !image.Span(start, 4).SequenceEqual("PE\0\0"u8))
        {
            return null;
        }

        Cursor header = image.Read(ByteOrder.Little, start + 4);
        (uint machine, uint sections) = (header.U16(), header.U16());
        header.Position = (long)start + 20;
        ulong table = start + CoffHeader + header.U16();
        PartList parts = new(image);
        bool isUnified = false;
        for (uint i = 0; i < sections && table + (i + 1) * SectionHeader <= size; i++)
        {
            isUnified |= AddSection(image, table + i * SectionHeader, parts);
        }

        return isUnified ? parts.Of("UKI", "EFI" + MachineOf(machine)) : null;
    }

    // Name, VirtualSize, VirtualAddress, SizeOfRawData, PointerToRawData: the first size is exact, the second padded; a section that
    // is longer in memory has zeros there.
    private static bool AddSection(Region image, ulong offset, PartList parts)
    {
        string name = Encoding.ASCII.GetString(image.Span(offset, 8)).TrimEnd('\0');
        Cursor header = image.Read(ByteOrder.Little, offset + 8);
        uint exact = header.U32();
        header.Skip(4);
        (uint padded, uint data) = (header.U32(), header.U32());
        uint length = exact == 0 ? padded : Math.Min(exact, padded);
        switch (name)
        {
            case ".linux":
                parts.Add(name, data, length, isKernel: true);
                return true;
            case ".initrd" or ".ucode" or ".dtb":
                parts.Add(name, data, length);
                break;
            case ".uname" or ".osrel" or ".cmdline":
                parts.AddText(name[1..], data, length);
                break;
        }

        return false;
    }

    private static string MachineOf(uint machine) => machine switch
    {
        0x14c => ", x86",
        0x8664 => ", x86-64",
        0x1c2 or 0x1c4 => ", arm",
        0xaa64 => ", arm64",
        0x5032 or 0x5064 => ", riscv",
        0x6232 or 0x6264 => ", loongarch",
        _ => "",
    };
}
