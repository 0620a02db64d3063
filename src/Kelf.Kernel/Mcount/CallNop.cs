// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Mcount;

/// <summary>
/// The NOPs for a call of the tracer, if the bytes there are those that compilers write: anything else is left alone.
/// </summary>
/// <param name="Offset">Offset of the first changed byte in the section.</param>
/// <param name="Bytes">The new bytes, at most eight; empty for no change.</param>
internal readonly record struct CallNop(ulong Offset, ReadOnlyMemory<byte> Bytes)
{
    private const uint ArmCall = 0xebff_fffe; // bl to itself: the addend of a relocation that is in place
    private const uint ArmPush = 0xe52d_e004; // str lr, [sp, #-4]!
    private const uint ArmNop = 0xe1a0_0000; // mov r0, r0
    private const ushort ThumbPush = 0xb500; // push {lr}
    private const ushort ThumbNop = 0xbf00;
    private const uint AArch64Call = 0x9400_0000; // bl
    private const uint AArch64Nop = 0xd503_201f;

    private static readonly byte[] s_x8664 = [0x0f, 0x1f, 0x44, 0x00, 0x00]; // nopl 0(%rax,%rax,1)
    private static readonly byte[] s_i386 = [0x3e, 0x8d, 0x74, 0x26, 0x00]; // lea %ds:0(%esi,%eiz,1),%esi

    /// <summary>Looks at a call.</summary>
    /// <param name="kind">The machine's way.</param>
    /// <param name="text">The section.</param>
    /// <param name="order">Byte order of the file.</param>
    /// <param name="place">Offset of the call's relocation in the section.</param>
    public static CallNop For(NopKind kind, Region text, ByteOrder order, ulong place) => kind switch
    {
        NopKind.X8664 => X86(text, place, s_x8664),
        NopKind.I386 => X86(text, place, s_i386),
        // Instructions are little-endian whatever the data is.
        NopKind.AArch64 => U32(text, ByteOrder.Little, place) == AArch64Call
            ? new CallNop(place, Words(ByteOrder.Little, AArch64Nop))
            : default,
        NopKind.Arm => Arm(text, order, place),
        _ => default,
    };

    private static CallNop X86(Region text, ulong place, byte[] nop) =>
        place >= 1 && Has(text, place - 1, 5) && text.Span(place - 1, 5).SequenceEqual<byte>([0xe8, 0, 0, 0, 0])
            ? new CallNop(place - 1, nop)
            : default;

    private static CallNop Arm(Region text, ByteOrder order, ulong place)
    {
        if (U32(text, order, place) == ArmCall)
        {
            return place >= 4 && U32(text, order, place - 4) == ArmPush
                ? new CallNop(place - 4, Words(order, ArmNop, ArmNop))
                : new CallNop(place, Words(order, ArmNop));
        }

        bool isThumb = place >= 2 && U16(text, order, place - 2) == ThumbPush && U16(text, order, place) == 0xf7ff
            && U16(text, order, place + 2) == 0xfffe;
        return isThumb ? new CallNop(place - 2, HalfWords(order, ThumbNop, ThumbNop, ThumbNop)) : default;
    }

    private static bool Has(Region text, ulong offset, uint length) =>
        offset <= (ulong)text.Length && length <= (ulong)text.Length - offset;

    private static uint? U32(Region text, ByteOrder order, ulong offset) =>
        Has(text, offset, 4) ? text.Read(order, offset).U32() : null;

    private static ushort? U16(Region text, ByteOrder order, ulong offset) =>
        Has(text, offset, 2) ? text.Read(order, offset).U16() : null;

    private static byte[] Words(ByteOrder order, params ReadOnlySpan<uint> words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            new NumberWriter(order).U32(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }

    private static byte[] HalfWords(ByteOrder order, params ReadOnlySpan<ushort> words)
    {
        byte[] bytes = new byte[words.Length * 2];
        for (int i = 0; i < words.Length; i++)
        {
            new NumberWriter(order).U16(bytes.AsSpan(i * 2), words[i]);
        }

        return bytes;
    }
}
