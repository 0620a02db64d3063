// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>
/// A mapped file that somebody truncates ends the process where it is read next. C code (<c>Native/signals.c</c>) says which file it
/// was, and ends the process with status 1: in a signal handler nothing of the runtime works.
/// </summary>
internal static class TruncatedInputs
{
    // No path has it, as no line does.
    private const char NamePlace = '\n';

    /// <summary>Prepares the message.</summary>
    public static void Prepare(Voice voice)
    {
        string line = voice.ErrorLine($"{NamePlace}: it was truncated, or became unreadable, while it was read") + "\n";
        int name = line.IndexOf(NamePlace, StringComparison.Ordinal);
        EndWhenTruncated(
            MappedRanges.Publish(PrintableText.Of), Temporaries.Names,
            Marshal.StringToCoTaskMemUTF8(line[..name]), Marshal.StringToCoTaskMemUTF8(line[(name + 1)..]));
    }

    [DllImport("kelf", EntryPoint = "kelf_end_when_truncated")]
    private static extern void EndWhenTruncated(nint ranges, nint temporaries, nint before, nint after);
}
