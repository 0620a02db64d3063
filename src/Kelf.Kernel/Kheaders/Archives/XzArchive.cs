// SPDX-License-Identifier: GPL-2.0-only
using System.ComponentModel;
using System.Diagnostics;

using Kelf.Archives.Streams;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Kheaders.State;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>The compressed archive.</summary>
internal static class XzArchive
{
    /// <summary>Compresses in blocks.</summary>
    /// <param name="tar">The archive.</param>
    /// <param name="settings">How.</param>
    /// <param name="reuse">Gives the compressed bytes of a block that is known, or null.</param>
    /// <param name="workers">Gives threads.</param>
    public static (byte[] Bytes, ArchiveBlock[] Blocks) Blocks(
        TarImage tar, XzSettings settings, Func<byte[], XzBlock?> reuse, WorkerSource workers)
    {
        XzBlock[] blocks = Parallelism.Map<object?, XzBlock>(tar.Blocks.Count, workers, () => null, (_, i) =>
        {
            TarBlock block = tar.Blocks[i];
            return reuse(block.Hash) ?? XzEncoder.EncodeBlock(tar.Bytes.AsSpan(block.Start, block.Length), settings);
        });

        byte[] header = XzEncoder.Header();
        ArchiveBlock[] places = new ArchiveBlock[blocks.Length];
        ulong offset = (ulong)header.Length;
        for (int i = 0; i < blocks.Length; i++)
        {
            XzBlock block = blocks[i];
            places[i] = new ArchiveBlock(tar.Blocks[i].Hash, offset, (ulong)block.Bytes.Length, block.UnpaddedSize, block.UncompressedSize);
            offset += (ulong)block.Bytes.Length;
        }

        byte[] footer = XzEncoder.Footer(blocks);
        byte[] bytes = new byte[offset + (ulong)footer.Length];
        header.CopyTo(bytes, 0);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i].Bytes.Span.CopyTo(bytes.AsSpan((int)places[i].Offset));
        }

        footer.CopyTo(bytes, (int)offset);
        return (bytes, places);
    }

    /// <summary>Compresses as the xz program does, while the archive is made.</summary>
    /// <param name="tar">The parts of the archive.</param>
    /// <param name="largest">Bytes that they have at most.</param>
    /// <param name="choice">How: in one stream.</param>
    /// <param name="workers">Gives threads.</param>
    public static byte[] Stream(IEnumerable<ReadOnlyMemory<byte>> tar, long largest, XzChoice choice, WorkerSource workers)
    {
        if (!choice.UsesThreads)
        {
            using GrowingBuffer one = XzEncoder.Encode(tar, choice.EffectivePreset);
            return one.Contents.Span().ToArray();
        }

        int hired = 0;
        try
        {
            // The library starts threads of its own: as many as there are workers.
            while (hired < largest / (24 << 20) && workers.TryHire())
            {
                hired++;
            }

            using GrowingBuffer several = XzEncoder.EncodeInThreads(tar, choice.EffectivePreset, hired + 1);
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

    /// <summary>Has another program compress.</summary>
    /// <param name="tar">The archive.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="RefusedException">It cannot be started, or fails.</exception>
    public static byte[] Pipe(byte[] tar, IReadOnlyList<string> command)
    {
        // No shell: words are words.
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
                : throw new RefusedException(string.Join(' ', command), $"the compressor ended with status {process.ExitCode}", HeadersKind.Compressor);
        }
        catch (Win32Exception exception)
        {
            throw new RefusedException(command[0], $"the compressor cannot be started: {exception.Message}", HeadersKind.Compressor);
        }
    }
}
