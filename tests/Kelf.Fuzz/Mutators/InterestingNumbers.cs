// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Mutators;

/// <summary>Numbers at which readers go wrong: the ends of ranges, sizes of the file, reserved values.</summary>
internal static class InterestingNumbers
{
    private static readonly ulong[] Fixed =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 0x0f, 0x10, 0x11, 0x1f, 0x20, 0x3f, 0x40, 0x41, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff, 0x100,
        0x7fff, 0x8000, 0xfeff, 0xff00, 0xff01, 0xfff1, 0xfff2, 0xfffe, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000,
        0xffff_ffef, 0xffff_fff0, 0xffff_fffe, 0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000,
        0xffff_ffff_ffff_fff0, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff,
    ];

    public static ulong Pick(int length, ref FuzzRandom random) => random.Below(8) switch
    {
        0 => (ulong)random.Below(length + 1), // an offset in the file
        1 => (ulong)length + (ulong)random.Below(17) - 8, // about its end
        2 => 1ul << random.Below(64),
        3 => random.Next(),
        4 => (ulong)random.Below(256),
        _ => random.Pick<ulong>(Fixed),
    };
}
