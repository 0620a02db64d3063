// SPDX-License-Identifier: GPL-2.0-only
using System.ComponentModel;
using System.Diagnostics;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;

namespace Kelf.Kernel.Kheaders;

/// <summary>The compressed archive.</summary>
/// <remarks>
/// Where a block ends depends on names and sizes of members alone: behind the first two mebibytes before the next member
/// whose name says so (one in 64). A change of one header therefore changes one block; the others are found in the
/// archive that is there. That costs 6 % against one block for all, most of it for the shorter search that pays for itself
/// in time (levels measured: docs/bench.md).
/// </remarks>
internal static class XzArchive
{
    private const int SmallestBlock = 2 << 20;
    private const int LargestBlock = 4 << 20;
    private const uint EndMask = 63;

    /// <summary>
    /// Of level 5 with the measured best for headers: more context for literals, none of positions, which text does not have.
    /// </summary>
    public static XzSettings BlockSettings { get; } = new(
        Preset: 5, DictionarySize: LargestBlock, NiceLength: 32, LiteralContextBits: 4, PositionBits: 0);

    /// <summary>Compresses in blocks.</summary>
    /// <param name="tar">The archive.</param>
    /// <param name="reuse">Gives the compressed bytes of a block that is known, or null.</param>
    /// <param name="workers">Gives threads.</param>
    public static (byte[] Bytes, ArchiveBlock[] Blocks) Blocks(
        TarImage tar, Func<byte[], XzBlock?> reuse, WorkerSource workers)
    {
        int[] ends = [.. BlockEnds(tar)];
        (byte[] Hash, XzBlock Block)[] blocks = Parallelism.Map<object?, (byte[], XzBlock)>(ends.Length, workers, () => null, (_, i) =>
        {
            int start = i == 0 ? 0 : ends[i - 1];
            ReadOnlySpan<byte> data = tar.Bytes.AsSpan(start, ends[i] - start);
            byte[] hash = Sha256.Of(data);
            return (hash, reuse(hash) ?? XzEncoder.EncodeBlock(data, BlockSettings));
        });

        byte[] header = XzEncoder.Header();
        ArchiveBlock[] places = new ArchiveBlock[blocks.Length];
        ulong offset = (ulong)header.Length;
        for (int i = 0; i < blocks.Length; i++)
        {
            (byte[] hash, XzBlock block) = blocks[i];
            places[i] = new ArchiveBlock(hash, offset, (ulong)block.Bytes.Length, block.UnpaddedSize, block.UncompressedSize);
            offset += (ulong)block.Bytes.Length;
        }

        byte[] footer = XzEncoder.Footer(blocks.Select(item => item.Block));
        byte[] bytes = new byte[offset + (ulong)footer.Length];
        header.CopyTo(bytes, 0);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i].Block.Bytes.Span.CopyTo(bytes.AsSpan((int)places[i].Offset));
        }

        footer.CopyTo(bytes, (int)offset);
        return (bytes, places);
    }

    /// <summary>Compresses as the xz program does.</summary>
    public static byte[] Stream(TarImage tar, XzChoice choice, WorkerSource workers)
    {
        if (choice.IsNone)
        {
            return tar.Bytes;
        }

        if (choice.Command.Count > 0)
        {
            return Pipe(tar.Bytes, choice.Command);
        }

        if (!choice.UsesThreads)
        {
            using GrowingBuffer one = XzEncoder.Encode(tar.Bytes, choice.EffectivePreset);
            return one.Contents.Span().ToArray();
        }

        int hired = 0;
        try
        {
            // The library starts threads of its own: as many as there are workers.
            while (hired < tar.Bytes.Length / (24 << 20) && workers.TryHire())
            {
                hired++;
            }

            using GrowingBuffer several = XzEncoder.EncodeInThreads(tar.Bytes, choice.EffectivePreset, hired + 1);
            return several.Contents.Span().ToArray();
        }
        finally
        {
            for (; hired > 0; hired--)
            {
                workers.Dismiss();
            }
        }
    }

    private static IEnumerable<int> BlockEnds(TarImage tar)
    {
        int start = 0;
        foreach (TarImage.Member member in tar.MemberOffsets)
        {
            int size = member.Offset - start;
            if (size >= LargestBlock || size >= SmallestBlock && (member.NameCrc & EndMask) == 0)
            {
                yield return member.Offset;
                start = member.Offset;
            }
        }

        yield return tar.Bytes.Length;
    }

    // No shell: words are words.
    private static byte[] Pipe(byte[] tar, IReadOnlyList<string> command)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            using Process process = Process.Start(start) ?? throw new Win32Exception("cannot be started");
            using MemoryStream output = new();
            Task copy = process.StandardOutput.BaseStream.CopyToAsync(output);
            try
            {
                process.StandardInput.BaseStream.Write(tar);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended early; its status says why.
            }

            copy.Wait();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output.ToArray()
                : throw new CodedException("E-XZ", $"the compressor ended with status {process.ExitCode}", string.Join(' ', command));
        }
        catch (Win32Exception exception)
        {
            throw new CodedException("E-XZ", $"the compressor cannot be started: {exception.Message}", command[0]);
        }
    }
}
