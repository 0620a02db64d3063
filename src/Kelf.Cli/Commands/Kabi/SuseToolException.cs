// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>Why a run under the name of one of suse-kabi-tools has failed, in its words.</summary>
internal sealed class SuseToolException(string message)
    : KelfException(new Diagnostic(Severity.Error, ErrorKind.Usage, message))
{
    // EHWPOISON, the last of asm-generic/errno.h.
    private const int LastError = 133;

    /// <inheritdoc/>
    public override int ExitStatus => Terminal.ExitStatus.WrongUsage;

    /// <summary>Reads something, and says in the tool's words why it cannot be read.</summary>
    /// <param name="what">What is read: <c>symtypes</c>, <c>symbol filters</c> and so on.</param>
    /// <param name="path">What the user named.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="isDirectory">True when it is a directory.</param>
    public static T Reading<T>(string what, string path, Func<string, T> read, bool isDirectory = false)
    {
        try
        {
            return read(path);
        }
        catch (MalformedTextException exception)
        {
            string place = exception.IsOfLine ? $"\n {exception.File}" + (exception.Text is { } text ? $"\n | {text}" : "") : "";
            throw new SuseToolException($"Failed to read {what} from '{path}': {exception.What}{place}");
        }
        catch (UnreadableFileException exception)
        {
            throw new SuseToolException($"Failed to read {what} from '{path}': {Words(what, exception, isDirectory && exception.File == path)}");
        }
        catch (KelfException exception)
        {
            throw new SuseToolException($"Failed to read {what} from '{path}': {exception.What}");
        }
    }

    /// <summary>Writes something, and says in the tool's words why it cannot be written.</summary>
    /// <param name="failed">What has failed then.</param>
    /// <param name="write">Writes it.</param>
    public static void Writing(string failed, Action write)
    {
        try
        {
            write();
        }
        catch (UnwritableFileException exception)
        {
            throw new SuseToolException($"{failed}: Failed to create file '{exception.File}': {System(exception.What)}");
        }
    }

    /// <summary>The system's words, and its number for them.</summary>
    public static string System(string words)
    {
        int number = Enumerable.Range(1, LastError).FirstOrDefault(candidate => Marshal.GetPInvokeErrorMessage(candidate) == words);
        return number == 0 ? words : string.Create(CultureInfo.InvariantCulture, $"{words} (os error {number})");
    }

    /// <summary>Runs a tool.</summary>
    /// <returns>Its status, or 2 when it has failed.</returns>
    public static int Run(Func<int> tool)
    {
        try
        {
            return tool();
        }
        catch (SuseToolException exception)
        {
            StandardError.WriteText(exception.Message + "\n");
            return exception.ExitStatus;
        }
    }

    private static string Words(string what, UnreadableFileException exception, bool isDirectory)
    {
        string words = System(exception.What);
        if (exception.What == SystemMessage.IsDirectory)
        {
            return $"Failed to read {(what == "symbol filters" ? "filter" : what)} data: Failed to read from the file '{exception.File}': {words}";
        }

        return (isDirectory, what) switch
        {
            (true, _) => $"Failed to read the directory '{exception.File}/': {words}",
            (_, "symbol filters") => $"Failed to open file '{exception.File}': {words}",
            _ => $"Failed to open the file '{exception.File}': {words}",
        };
    }
}
