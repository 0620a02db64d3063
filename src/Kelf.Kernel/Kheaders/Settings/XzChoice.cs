// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Archives.Streams;
using Kelf.Kernel.Kheaders.Archives;

namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>How the archive is compressed.</summary>
public sealed class XzChoice
{
    // xz uses all processors without being asked from this version of it on, and the library has the same number.
    private const uint ThreadsByDefault = 50_060_000;

    private const uint UsualPreset = 6;

    // What was measured on the headers of Linux 7.3 (docs/bench.md). Text has no use for positions, and some for more context;
    // headers repeat long runs, which a deep search finds also without looking for the best sequence of matches.
    private static readonly XzSettings s_fast = new(
        Preset: 1, TarBlockCutter.LargestBlock, NiceLength: 273, LiteralContextBits: 4, PositionBits: 0, Depth: 16);

    private static readonly XzSettings s_dense = new(
        Preset: 5, TarBlockCutter.LargestBlock, NiceLength: 32, LiteralContextBits: 4, PositionBits: 0);

    private enum Form
    {
        Blocks,
        OneThread,
        Threads,
        None,
        Command,
    }

    private Form Kind { get; init; }

    private uint Preset { get; init; }

    /// <summary>Blocks on all processors: in a sixth of the processor time, 19 % larger than the original's.</summary>
    public static XzChoice Fast { get; } = new() { Kind = Form.Blocks, BlockSettings = s_fast };

    /// <summary>Blocks on all processors: 6 % larger than the original's, in less than its processor time.</summary>
    public static XzChoice Dense { get; } = new() { Kind = Form.Blocks, BlockSettings = s_dense };

    /// <summary>The bytes of the original with the xz program that belongs to the system's liblzma, without options.</summary>
    public static XzChoice Same { get; } = new() { Kind = Form.OneThread, Preset = uint.MaxValue };

    /// <summary>As small as xz makes it (<c>xz -9e</c>), on one processor.</summary>
    public static XzChoice Small { get; } = new() { Kind = Form.OneThread, Preset = 9 | XzSettings.Extreme };

    /// <summary>No compression.</summary>
    public static XzChoice None { get; } = new() { Kind = Form.None };

    /// <summary>How blocks are compressed, which can be used again; null when it is not made of blocks.</summary>
    public XzSettings? BlockSettings { get; private init; }

    /// <summary>The program and its arguments, if another one compresses; else empty.</summary>
    public IReadOnlyList<string> Command { get; private init; } = [];

    /// <summary>What the bytes depend on, in one line.</summary>
    /// <exception cref="MissingLibraryException">liblzma is needed and not installed.</exception>
    public string Description => Kind switch
    {
        Form.None => "none",
        Form.Command => "command " + string.Join(' ', Command),
        Form.Blocks => $"blocks {BlockSettings} liblzma {XzEncoder.LibraryVersion}",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"{Resolved.Kind} {Resolved.Preset:x} liblzma {XzEncoder.LibraryVersion}"),
    };

    /// <summary>True when liblzma is to use several threads.</summary>
    internal bool UsesThreads => Resolved.Kind == Form.Threads;

    /// <summary>The preset for liblzma.</summary>
    internal uint EffectivePreset => Resolved.Preset;

    /// <summary>True when nothing is compressed.</summary>
    internal bool IsNone => Kind == Form.None;

    /// <summary>True when liblzma makes all of it from first to last, and can begin before all of the archive is there.</summary>
    internal bool IsStream => Kind is Form.OneThread or Form.Threads;

    // What xz does without options depends on its version.
    private (Form Kind, uint Preset) Resolved => Preset != uint.MaxValue
        ? (Kind, Preset)
        : (XzEncoder.LibraryVersion >= ThreadsByDefault ? Form.Threads : Form.OneThread, UsualPreset);

    /// <summary>
    /// Reads a compressor command like that of the kernel's variable <c>XZ</c>. What the library can do itself (<c>xz</c> with a
    /// level and <c>-T</c>) needs no program.
    /// </summary>
    /// <param name="command">Words with blanks between them.</param>
    /// <returns>Null when there are no words.</returns>
    public static XzChoice? OfCommand(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        string[] words = command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return null;
        }

        return words[0] == "xz" && OfOptions(words.AsSpan(1)) is { } choice
            ? choice
            : new XzChoice { Kind = Form.Command, Command = words };
    }

    private static XzChoice? OfOptions(ReadOnlySpan<string> options)
    {
        if (options.IsEmpty)
        {
            return Same;
        }

        uint preset = UsualPreset;
        uint extreme = 0;
        Form? form = null;
        foreach (string option in options)
        {
            switch (option)
            {
                case ['-', >= '0' and <= '9' and char level]:
                    preset = (uint)(level - '0');
                    break;
                case "-e" or "--extreme":
                    extreme = XzSettings.Extreme;
                    break;
                case ['-', 'T', .. string threads] when IsNumber(threads):
                    form = IsOne(threads) ? Form.OneThread : Form.Threads;
                    break;
                case ['-', '-', 't', 'h', 'r', 'e', 'a', 'd', 's', '=', .. string threads] when IsNumber(threads):
                    form = IsOne(threads) ? Form.OneThread : Form.Threads;
                    break;
                default:
                    return null;
            }
        }

        Form byVersion = form ?? (XzEncoder.LibraryVersion >= ThreadsByDefault ? Form.Threads : Form.OneThread);
        return new XzChoice { Kind = byVersion, Preset = preset | extreme };
    }

    private static bool IsNumber(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsOne(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) == 1;
}
