// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>A place where a compressed stream may begin.</summary>
/// <param name="Offset">Its offset in the layer.</param>
/// <param name="Format">Its format.</param>
internal readonly record struct StreamCandidate(ulong Offset, StreamFormat Format);

/// <summary>
/// What is found in a layer without knowing its structure, in one pass: all patterns are looked for in one piece, which fits into
/// the cache of a processor, before the next.
/// </summary>
/// <param name="Streams">Places where streams may begin, ascending.</param>
/// <param name="HeaderMarkers">Where the archive of headers begins, after the marker of the first proposals.</param>
/// <param name="ConfigMarkers">Where the configuration begins, after its marker.</param>
/// <param name="Banners">Where <c>Linux version</c> stands.</param>
internal sealed record LayerScan(
    IReadOnlyList<StreamCandidate> Streams,
    IReadOnlyList<ulong> HeaderMarkers,
    IReadOnlyList<ulong> ConfigMarkers,
    IReadOnlyList<ulong> Banners)
{
    private const int Piece = 1 << 16; // a multiple of the size of pages

    // No honest image has as many; a hostile one could be nothing else.
    private const int MostHits = 100_000;

    private static ReadOnlySpan<byte> HeaderMarker => "IKHD_ST"u8;

    private static ReadOnlySpan<byte> ConfigMarker => "IKCFG_ST"u8;

    private static ReadOnlySpan<byte> Banner => "Linux version "u8;

    /// <summary>Nothing was looked at.</summary>
    public static LayerScan Empty { get; } = new([], [], [], []);

    /// <summary>Looks at all bytes.</summary>
    public static LayerScan Run(Region layer)
    {
        List<StreamCandidate> streams = [];
        List<ulong> headers = [];
        List<ulong> configs = [];
        List<ulong> banners = [];
        for (long start = 0; start < layer.Length; start += Piece)
        {
            // A pattern that crosses the end is found in the piece that it begins in.
            int overlap = (int)Math.Min(layer.Length - start, Piece + 16);
            ReadOnlySpan<byte> piece = layer.Span((ulong)start, overlap);
            foreach (StreamFormat format in StreamDecoder.Formats)
            {
                ReadOnlySpan<byte> magic = StreamDecoder.Magic(format);
                for (int at = Next(piece, magic, 0); at >= 0 && streams.Count < MostHits; at = Next(piece, magic, at + 1))
                {
                    ulong offset = (ulong)(start + at);
                    if (StreamDecoder.MayBegin(layer.Slice(offset, (ulong)layer.Length - offset), format))
                    {
                        streams.Add(new StreamCandidate(offset, format));
                    }
                }
            }

            Find(piece, start, HeaderMarker, headers);
            Find(piece, start, ConfigMarker, configs);
            Find(piece, start, Banner, banners);
            // Else all of a large image would be in memory at once.
            layer.Forget((ulong)start, (ulong)Math.Min(layer.Length - start, Piece));
        }

        streams.Sort((a, b) => (a.Offset, a.Format).CompareTo((b.Offset, b.Format)));
        return new LayerScan(streams, headers, configs, banners);
    }

    // Where what follows the marker begins.
    private static void Find(ReadOnlySpan<byte> piece, long start, ReadOnlySpan<byte> marker, List<ulong> found)
    {
        for (int at = Next(piece, marker, 0); at >= 0 && found.Count < MostHits; at = Next(piece, marker, at + 1))
        {
            found.Add((ulong)(start + at + marker.Length));
        }
    }

    private static int Next(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> what, int from)
    {
        int found = from < piece.Length ? piece[from..].IndexOf(what) : -1;
        return found < 0 || from + found >= Piece ? -1 : from + found;
    }
}
