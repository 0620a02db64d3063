// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>
/// Messages for people, and what commands dump beside their result. UTF-8 whatever the locale; whole messages, so that
/// lines of processes that share a terminal or a build log do not mix. Whatever is written here may hold names from a file,
/// and so all of it is made printable (<see cref="PrintableText"/>): there is no way past that.
/// </summary>
internal static class StandardError
{
    private static readonly Lock s_lock = new();
    private static readonly DescriptorStream s_stream = new(2);

    // Columns of the line that will not stay.
    private static int s_shown;

    /// <summary>True when someone may be watching: the stream is a terminal.</summary>
    public static bool IsTerminal => DescriptorStream.IsTerminal(2);

    /// <summary>Writes a line.</summary>
    public static void WriteLine(string line) => WriteLines(line);

    /// <summary>Writes lines that belong together.</summary>
    public static void WriteLines(params IEnumerable<string> lines) =>
        Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => PrintableText.Of(line) + "\n"))));

    /// <summary>Writes a text that has its own line feeds: how a command is used.</summary>
    public static void WriteText(string text) => Write(Encoding.UTF8.GetBytes(PrintableText.OfLines(text)));

    /// <summary>Writes lines of a dump.</summary>
    /// <param name="lines">Whole lines, or at least whole characters.</param>
    public static void WriteDump(ReadOnlySpan<byte> lines) =>
        Write(PrintableText.IsPlain(lines) ? lines : Encoding.UTF8.GetBytes(PrintableText.OfLines(lines)));

    /// <summary>
    /// Shows a line on a terminal that will not stay: the next one, and what is written next, take its place. All terminals
    /// know how to go back to the beginning of a line and to write blanks over it.
    /// </summary>
    /// <param name="line">The line; an empty one takes the last one away.</param>
    public static void Show(string line)
    {
        lock (s_lock)
        {
            Clear();
            string text = PrintableText.Of(line);
            // A line that a terminal folds could not be taken away.
            text = text[..Math.Min(text.Length, TerminalWidth.Of(2) - 1)];
            Send(Encoding.UTF8.GetBytes(text));
            s_shown = text.Length;
        }
    }

    /// <summary>Takes the line away that will not stay, before something else is written to the same terminal.</summary>
    public static void Clear()
    {
        lock (s_lock)
        {
            if (s_shown > 0)
            {
                Send(Encoding.ASCII.GetBytes($"\r{new string(' ', s_shown)}\r"));
                s_shown = 0;
            }
        }
    }

    private static void Write(ReadOnlySpan<byte> bytes)
    {
        lock (s_lock)
        {
            Clear();
            Send(bytes);
        }
    }

    // That it cannot be written has nobody to be told.
    private static void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            s_stream.Write(bytes);
        }
        catch (IOException)
        {
            // The reader has gone, or the disk is full: the exit status still tells.
        }
    }
}
