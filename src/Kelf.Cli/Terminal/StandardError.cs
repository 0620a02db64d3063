// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.Cli.Terminal;

/// <summary>
/// Messages for people, and what commands dump beside their result. UTF-8 whatever the locale; whole messages, so that
/// lines of processes that share a terminal or a build log do not mix.
/// </summary>
internal static class StandardError
{
    private static readonly Lock s_lock = new();
    private static readonly DescriptorStream s_stream = new(2);

    /// <summary>True when someone may be watching: the stream is a terminal.</summary>
    public static bool IsTerminal => !Console.IsErrorRedirected;

    /// <summary>Writes a text as it is.</summary>
    public static void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes as they are. That they cannot be written has nobody to be told.</summary>
    public static void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            lock (s_lock)
            {
                s_stream.Write(bytes);
            }
        }
        catch (IOException)
        {
            // The reader has gone, or the disk is full: the exit status still tells.
        }
    }

    /// <summary>
    /// Writes a line. Names in it may come from a file: what would move the cursor or worse is written as <c>\x1b</c>.
    /// </summary>
    public static void WriteLine(string line) => Write(string.Concat(line.Select(Printable)) + "\n");

    private static string Printable(char c) =>
        char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}") : c.ToString();
}
