// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Unicode;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>
/// The kernel's own banner (<c>init/version-timestamp.c</c>, <c>linux_banner</c>):
/// <c>Linux version RELEASE (USER@HOST) (COMPILER) #1 SMP ...</c>, a line feed and a NUL. A layer that has one is a
/// kernel. Literals of LZ4 lie openly in a compressed kernel, the beginning of its banner among them, and so do format
/// strings and logs elsewhere.
/// </summary>
internal static class LayerBanner
{
    // A banner is a line of a few hundred bytes.
    private const int LongestBanner = 1024;

    // A kernel has two: of the last link, and one without the number of its build.
    private const int MostBanners = 16;

    private const string Words = "Linux version ";

    /// <summary>Finds the banner of a layer itself, not of what is compressed in it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="decoder">Decodes streams before it, to see whether it lies inside one.</param>
    /// <param name="limits">What that may cost.</param>
    /// <returns>The line, or null.</returns>
    public static string? Find(ImageLayer layer, ImageDecoder decoder, ImageLimits limits)
    {
        List<(ulong Offset, string Text)> banners = [];
        foreach (ulong offset in layer.Scan.Banners)
        {
            if (banners.Count < MostBanners && TextAt(layer.Bytes, offset) is { } text)
            {
                banners.Add((offset, text));
            }
        }

        if (banners.Count == 0)
        {
            return null;
        }

        List<(ulong Start, ulong End)> streams = Streams(layer, banners[^1].Offset, decoder, limits);
        banners.RemoveAll(banner => streams.Exists(stream => banner.Offset >= stream.Start && banner.Offset < stream.End));
        string? numbered = banners.Find(banner => HasNumber(banner.Text)).Text;
        return numbered ?? banners.FirstOrDefault().Text;
    }

    // Null if it is none, or not whole.
    private static string? TextAt(Region layer, ulong offset)
    {
        ReadOnlySpan<byte> rest = layer.Span(offset, (int)Math.Min((ulong)layer.Length - offset, LongestBanner));
        int end = rest.IndexOfAnyInRange((byte)0, (byte)0x1f);
        if (end <= 0 || end + 1 >= rest.Length || rest[end] != '\n' || rest[end + 1] != 0 || !char.IsAsciiDigit((char)rest[0])
            || rest[..end].Contains((byte)0x7f) || !Utf8.IsValid(rest[..end]))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(rest[..end]);
        int builder = text.IndexOf(" (", StringComparison.Ordinal);
        return builder > 0 && text.IndexOf('@', builder) is var at and > 0 && text.IndexOf(')', at) is var closed and > 0
            && text.IndexOf(" #", closed, StringComparison.Ordinal) > 0 && IsBalanced(text)
            ? Words + text
            : null;
    }

    private static bool IsBalanced(string text)
    {
        int open = 0;
        foreach (char c in text)
        {
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0)
            {
                return false;
            }
        }

        return open == 0;
    }

    private static bool HasNumber(string banner) =>
        banner.LastIndexOf(" #", StringComparison.Ordinal) is var at and > 0 && at + 2 < banner.Length && char.IsAsciiDigit(banner[at + 2]);

    // Those that are streams indeed, up to an offset: the payload that a header names, and what is found by its first bytes.
    private static List<(ulong Start, ulong End)> Streams(ImageLayer layer, ulong before, ImageDecoder decoder, ImageLimits limits)
    {
        ulong payload = layer.Container.PayloadOffset;
        List<(ulong Start, ulong End)> streams = [(payload, payload + layer.Container.PayloadLength)];
        ulong end = 0;
        int decodes = 0;
        foreach (StreamCandidate candidate in layer.Scan.Streams.TakeWhile(candidate => candidate.Offset < before))
        {
            if (candidate.Offset < end || ++decodes > limits.Decodes)
            {
                continue;
            }

            Region rest = layer.Bytes.Slice(candidate.Offset, (ulong)layer.Bytes.Length - candidate.Offset);
            string place = ImageSearch.PlaceOf(layer, candidate.Offset, candidate.Format);
            using GrowingBuffer? contents = decoder.TryDecode(rest, candidate.Format, long.MaxValue, place, isSure: false, out long consumed);
            if (contents is not null)
            {
                end = candidate.Offset + (ulong)consumed;
                streams.Add((candidate.Offset, end));
            }
        }

        return streams;
    }
}
