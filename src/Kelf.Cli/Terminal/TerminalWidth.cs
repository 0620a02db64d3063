// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kelf.Cli.Terminal;

/// <summary>How wide a text for people may be.</summary>
internal static class TerminalWidth
{
    private const int Usual = 80;

    // Below it the library's columns have no room.
    private const int Least = 40;

    private const nuint AskSize = 0x5413; // TIOCGWINSZ

    /// <summary>
    /// Columns: what <c>COLUMNS</c> says, else those of the terminal that standard output is, else 80. The library's way of
    /// asking switches the terminal to application mode.
    /// </summary>
    public static int Columns => Math.Max(OfVariable() ?? OfTerminal(1) ?? Usual, Least);

    /// <summary>Columns of the terminal that a descriptor is; 80 if it is none.</summary>
    public static int Of(int descriptor) => OfTerminal(descriptor) ?? Usual;

    private static int? OfVariable() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns)
        && columns > 0
            ? columns
            : null;

    private static int? OfTerminal(int descriptor) =>
        Ask(descriptor, AskSize, out Size size) == 0 && size.Columns > 0 ? size.Columns : null;

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Ask(int descriptor, nuint request, out Size size);

    /// <summary>What the kernel calls <c>struct winsize</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Size
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
