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
    /// <param name="commandWords">The words in it that name the command, which may be names of files, too.</param>
    /// <param name="version">What <c>kelf --version</c> says.</param>
    /// <exception cref="UnwritableFileException">The directory has something in it, or cannot be written.</exception>
    public static void Begin(string directory, IReadOnlyList<string> arguments, IReadOnlyList<string> commandWords, string version)
    {
        try
        {
            if (Directory.CreateDirectory(directory).EnumerateFileSystemInfos().Any())
            {
                throw new UnwritableFileException(directory, "is not empty: inputs are saved into a new directory");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnwritableFileException(directory, SystemMessage.Of(e));
        }

        SavedInputs inputs = new(Path.GetFullPath(directory));
        string[] kept = [.. WithoutSaving(arguments)];
        inputs.Write(ArgumentsName, string.Concat(kept.Select(
            (argument, i) => Quoted(IsCommand(kept, i, commandWords) ? argument : inputs.Rewritten(argument)) + "\n")));
        inputs.Write(VersionName, version + "\n");
        OpenedFiles.Observer = inputs.Save;
    }

    // The whole path without its first slash; the same of the directory that a run is repeated in.
    private static string PlaceOf(string path) => Path.GetFullPath(path).TrimStart('/');

    // The reader of `@arguments` divides lines at blanks that are not within quotes; there is no way to write a quote.
    private static string Quoted(string argument) => argument.Any(char.IsWhiteSpace) ? $"\"{argument}\"" : argument;

    // The first arguments that are these words, in their order.
    private static bool IsCommand(string[] arguments, int index, IReadOnlyList<string> words)
    {
        int found = arguments.Take(index).Aggregate(0, (next, argument) => next < words.Count && argument == words[next] ? next + 1 : next);
        return found < words.Count && arguments[index] == words[found];
    }

    // The directory that it is in has to be there, too: it may be an output that exists.
    private string Rewritten(string argument)
    {
        int value = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        string path = argument[value..];
        if (!Path.Exists(path))
        {
            return argument;
        }

        string place = PlaceOf(path);
        Directory.CreateDirectory(Path.Combine(_directory, Directory.Exists(path) ? place : Path.GetDirectoryName(place)!));
        return argument[..value] + place;
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
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }

        return OutputFile.Create(path, keepsTime: false);
    }
}
