// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Cli.Terminal;

/// <summary>
/// The numbers 0, 1 and 2. Started with one of them closed, the first file that is opened would get its number: standard input
/// would be an object, and a message would be written into an image.
/// </summary>
internal static class StandardDescriptors
{
    private const int GetFlags = 1; // F_GETFD
    private const int PathOnly = 0x200000; // O_PATH: reading and writing fail as if the number were closed

    /// <summary>Takes the numbers that are free.</summary>
    public static void Occupy()
    {
        for (int number = 0; number <= 2; number++)
        {
            if (Control(number, GetFlags) < 0)
            {
                // The lowest free number, which is this one.
                _ = Open("/", PathOnly);
            }
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int descriptor, int command);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
