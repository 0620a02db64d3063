// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Cli.Terminal;

/// <summary>
/// The signal for a file that grows beyond <c>ulimit -f</c>. Left alone it ends the process; ignored, the write fails with
/// <c>EFBIG</c>, which is said as any other error, and nothing is left behind.
/// </summary>
internal static class FileSizeSignal
{
    private const int Number = 25; // SIGXFSZ, wherever .NET runs
    private const int IgnoreIt = 1; // SIG_IGN

    /// <summary>Ignores it from now on, also in programs that kelf runs.</summary>
    public static void Ignore() => _ = SetHandler(Number, IgnoreIt);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);
}
