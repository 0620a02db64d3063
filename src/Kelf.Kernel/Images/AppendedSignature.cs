// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Globalization;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>
/// The signature that <c>scripts/sign-file</c> appends to modules, and to kernels that kexec loads on s390 and powerpc
/// (<c>include/linux/module_signature.h</c>): its bytes, twelve bytes about them, a line that marks the end of the file.
/// </summary>
/// <param name="Length">Bytes of all that: what was signed ends before.</param>
/// <param name="SignatureLength">Bytes of the signature alone.</param>
/// <param name="IsPkcs7">Whether it is a PKCS #7 message, as of all kernels since 4.3.</param>
public sealed record AppendedSignature(long Length, long SignatureLength, bool IsPkcs7)
{
    private const int TrailerSize = 12;
    private const int Pkcs7 = 2; // PKEY_ID_PKCS7

    private static ReadOnlySpan<byte> Marker => "~Module signature appended~\n"u8;

    /// <summary>Looks at the end of a file.</summary>
    /// <returns>Null if there is none, or if it is longer than the file.</returns>
    public static AppendedSignature? Find(Region file)
    {
        long end = file.Length - Marker.Length - TrailerSize;
        if (end < 0 || !file.Span((ulong)(end + TrailerSize), Marker.Length).SequenceEqual(Marker))
        {
            return null;
        }

        // algo, hash, id_type, signer_len, key_id_len, three bytes, and the length in network order.
        ReadOnlySpan<byte> trailer = file.Span((ulong)end, TrailerSize);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(trailer[8..]);
        return length <= end ? new AppendedSignature(file.Length - end + length, length, trailer[2] == Pkcs7) : null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsPkcs7 ? "PKCS #7" : "of an unknown kind")}, {SignatureLength} bytes");
}
