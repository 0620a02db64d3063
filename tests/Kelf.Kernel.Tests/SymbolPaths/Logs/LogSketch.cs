// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>Logs, as a file and as they come line by line.</summary>
internal static class LogSketch
{
    /// <summary>A kernel for a machine, with these symbols; its file has nothing but a header.</summary>
    public static SymbolFinder Kernel(ElfMachine machine, params string[] symbols)
    {
        bool is32 = machine is ElfMachine.I386 or ElfMachine.Arm;
        NativeBuffer file = new ElfBuilder(is32 ? ElfClass.Elf32 : ElfClass.Elf64, ByteOrder.Little, machine, ElfType.Executable).BuildInMemory();
        return new SymbolFinder([new SymbolImage(Sketch.Of(symbols), module: null, ElfFile.Parse(file.Contents))]);
    }

    /// <summary>A log of which all is there.</summary>
    public static string Whole(SymbolFinder finder, string log) => Whole(finder, Encoding.Latin1.GetBytes(log), new LogSettings(), out _);

    /// <summary>The frames of such a log.</summary>
    public static IReadOnlyList<DecodedFrame> Frames(SymbolFinder finder, string log)
    {
        List<DecodedFrame> frames = [];
        _ = Whole(finder, Encoding.Latin1.GetBytes(log), new LogSettings { Frames = frame => frames.Add(frame.Decoded) }, out _);
        return frames;
    }

    /// <summary>A log of which all is there.</summary>
    public static string Whole(SymbolFinder finder, byte[] log, LogSettings settings, out LogDecoder decoder)
    {
        decoder = new(new TraceDecoder(finder), settings);
        decoder.Learn(log);
        decoder.Restart();
        decoder.Decode(log);
        decoder.End();
        return Encoding.Latin1.GetString(decoder.Text);
    }

    /// <summary>A log that comes line by line: after each line the decoder has no more to say of it.</summary>
    public static string Stream(SymbolFinder finder, string log, LogSettings? settings = null)
    {
        LogDecoder decoder = new(new TraceDecoder(finder), settings ?? new LogSettings());
        int done = 0;
        foreach (string line in log.Split('\n').SkipLast(1))
        {
            decoder.Decode(Encoding.Latin1.GetBytes(line + "\n"));
            if (decoder.Text.Count((byte)'\n') != ++done)
            {
                return $"line {done} is held back";
            }
        }

        decoder.End();
        return Encoding.Latin1.GetString(decoder.Text);
    }
}
