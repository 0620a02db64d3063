// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>Compressed streams of all formats: no decoder reads outside its input, or gives more than it may.</summary>
public sealed class StreamTarget : IFuzzTarget
{
    private const long Limit = 1 << 20;

    /// <inheritdoc/>
    public string Name => "stream";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(StreamDecoder)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        foreach (StreamFormat format in StreamDecoder.Formats)
        {
            if (!StreamDecoder.MayBegin(image, format))
            {
                continue;
            }

            using GrowingBuffer output = new(new ByteSource("output"), Limit);
            DecodeResult result = StreamDecoder.Decode(image, format, output);
            if (output.Length > Limit || result.Consumed > image.Length || result.Status == DecodeStatus.Done && result.Consumed == 0)
            {
                throw new InvalidOperationException($"{format}: {result}, {output.Length} bytes");
            }
        }
    }

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MissingLibraryException;
}
