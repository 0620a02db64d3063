// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;

using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.CommandLine;

/// <summary>
/// A directory in which a run can be repeated elsewhere: every file that kelf read, as it was before kelf wrote anything, below
/// its whole path; <c>arguments</c>, the command line for that place; and <c>version</c>.
/// </summary>
/// <remarks>What programs read that kelf starts (<c>kelf link</c>) is not known here.</remarks>
internal sealed class SavedInputs
{
    private const string ArgumentsName = "arguments";
    private const string VersionName = "version";
    private const int Portion = 1 << 20;

    private readonly string _directory;
    private readonly ConcurrentDictionary<string, bool> _saved = new(StringComparer.Ordinal);

    private SavedInputs(string directory) => _directory = directory;

    /// <summary>Saves what is read from now on, and what is known already.</summary>
    /// <param name="directory">A new or empty directory.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="version">What <c>kelf --version</c> says.</param>
    /// <exception cref="UnwritableFileException">The directory has something in it, or cannot be written.</exception>
    public static void Begin(string directory, IReadOnlyList<string> arguments, string version)
    {
        try
        {
            if (Directory.CreateDirectory(directory).EnumerateFileSystemInfos().Any())
            {
                throw new UnwritableFileException(directory, "is not empty: inputs are saved into a new directory");
            }
        }
        catch (IOException e)
        {
            throw new UnwritableFileException(directory, SystemMessage.Of(e));
        }

        SavedInputs inputs = new(Path.GetFullPath(directory));
        inputs.Write(ArgumentsName, string.Concat(WithoutSaving(arguments).Select(argument => Quoted(Rewritten(argument)) + "\n")));
        inputs.Write(VersionName, version + "\n");
        OpenedFiles.Observer = inputs.Save;
    }

    // The whole path without its first slash; the same of the directory that a run is repeated in.
    private static string PlaceOf(string path) => Path.GetFullPath(path).TrimStart('/');

    // The reader of `@arguments` divides lines at blanks that are not within quotes; there is no way to write a quote.
    private static string Quoted(string argument) => argument.Any(char.IsWhiteSpace) ? $"\"{argument}\"" : argument;

    private static string Rewritten(string argument)
    {
        int value = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        string path = argument[value..];
        return Path.Exists(path) ? argument[..value] + PlaceOf(path) : argument;
    }

    private static IEnumerable<string> WithoutSaving(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == RunOptions.SaveInputsName)
            {
                i++;
            }
            else if (!arguments[i].StartsWith(RunOptions.SaveInputsName + "=", StringComparison.Ordinal))
            {
                yield return arguments[i];
            }
        }
    }

    private void Save(string path, Region contents)
    {
        string place = path == InputBytes.StandardInputName ? "stdin" : PlaceOf(path);
        if (!_saved.TryAdd(place, true))
        {
            return;
        }

        using OutputFile file = Create(place);
        for (ulong offset = 0; offset < (ulong)contents.Length; offset += Portion)
        {
            file.Write(contents.Span(offset, (int)Math.Min((ulong)contents.Length - offset, Portion)));
        }

        file.Commit();
    }

    private void Write(string name, string text)
    {
        using OutputFile file = Create(name);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    private OutputFile Create(string place)
    {
        string path = Path.Combine(_directory, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return OutputFile.Create(path, keepsTime: false);
    }
}
