// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Names;

namespace Kelf.Archives.Packages;

/// <summary>
/// Members of cpio archives with portable headers (kernel Documentation/driver-api/early-userspace/buffer-format.rst: the magic
/// <c>070701</c>, or <c>070702</c> with a sum, then thirteen numbers of eight hexadecimal digits), and of those of rpm (its
/// <c>lib/cpio.c</c>: <c>07070X</c> and the number of a file of the package's header, which has all else).
/// </summary>
/// <param name="input">The archive.</param>
/// <param name="files">The files of the package's header, by their numbers; null where there are none.</param>
internal sealed class CpioMembers(StreamInput input, Func<uint, PackageMember?>? files) : MemberReader(input)
{
    private const int MagicSize = 6, NumberSize = 8, Numbers = 13;
    private const int Mode = 1, Size = 6, NameSize = 11;
    // S_IFMT and S_IFREG.
    private const uint TypeMask = 0xf000, RegularFile = 0x8000;

    /// <inheritdoc/>
    public override ulong Alignment => 4;

    private static ReadOnlySpan<byte> Trailer => "TRAILER!!!"u8;

    /// <inheritdoc/>
    public override PackageMember? Next()
    {
        Align();
        ulong start = Input.Position;
        Span<byte> magic = stackalloc byte[MagicSize];
        Input.ReadAll(magic, "the cpio archive has no last member, and");
        if (magic.SequenceEqual("07070X"u8))
        {
            return NextOfPackage(start);
        }

        if (!magic.SequenceEqual("070701"u8) && !magic.SequenceEqual("070702"u8))
        {
            throw Input.Malformed(start, "no cpio header");
        }

        Span<uint> numbers = stackalloc uint[Numbers];
        for (int i = 0; i < Numbers; i++)
        {
            numbers[i] = ReadNumber();
        }

        if (numbers[NameSize] is 0 or > (uint)LongestName)
        {
            throw Input.Malformed(start, $"a name of {numbers[NameSize]} bytes in a cpio archive");
        }

        byte[] name = new byte[numbers[NameSize]];
        Input.ReadAll(name, "the name of a cpio member");
        Align();
        ReadOnlySpan<byte> text = name.AsSpan(0, name.AsSpan().IndexOf((byte)0) is >= 0 and int end ? end : name.Length);
        return text.SequenceEqual(Trailer) ? null
            : new PackageMember(PathOf(text), (numbers[Mode] & TypeMask) == RegularFile && numbers[Size] > 0, numbers[Size]);
    }

    private PackageMember NextOfPackage(ulong start)
    {
        uint number = ReadNumber();
        Align();
        return files?.Invoke(number) ?? throw Input.Malformed(start, $"a cpio member is file {number}, which the package does not have");
    }

    private uint ReadNumber()
    {
        ulong start = Input.Position;
        Span<byte> digits = stackalloc byte[NumberSize];
        Input.ReadAll(digits, "a cpio header");
        uint number = 0;
        foreach (byte digit in digits)
        {
            uint value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - (uint)'0',
                >= (byte)'a' and <= (byte)'f' => digit - (uint)'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - (uint)'A' + 10,
                _ => throw Input.Malformed(start, $"'{Utf8Name.ToText(digits)}' in a cpio header is no number"),
            };
            number = (number << 4) | value;
        }

        return number;
    }
}
