// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kbuild;

/// <summary>The program that make is to start, as a makefile has it.</summary>
internal static class KbuildProgram
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Looks whether make can start a program.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The same from the root: make starts it in other directories. A link stays one.</returns>
    /// <exception cref="RefusedException">It cannot.</exception>
    public static string Check(string path)
    {
        string full = Path.GetFullPath(path);
        // What neither make nor a shell, in any place of a command, takes for something else. Above ASCII neither reads anything.
        if (full.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c < 0x80 && !"/._-+,@".Contains(c, StringComparison.Ordinal)) is var wrong and not '\0')
        {
            throw new RefusedException(full, $"make cannot start a program with {NameOf(wrong)} in its path; put kelf elsewhere");
        }

        return FileIdentity.TryRead(full) switch
        {
            null => throw new RefusedException(full, "no such program"),
            { IsRegular: true } when (File.GetUnixFileMode(full) & Executable) != 0 => full,
            { IsRegular: true } => throw new RefusedException(full, "not an executable file"),
            _ => throw new RefusedException(full, "not a regular file"),
        };
    }

    /// <summary>A path in a text of which each character is one byte (<see cref="KernelTree.Read"/>).</summary>
    public static string ToBytes(string path) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(path));

    /// <summary>The path that such a text has.</summary>
    public static string FromBytes(string text) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text));

    private static string NameOf(char c) => c == ' ' ? "a blank" : char.IsControl(c) ? "a control character" : $"'{c}'";
}
