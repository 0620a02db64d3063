// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>The files of modules: <c>NAME.ko</c>, and compressed as <c>CONFIG_MODULE_COMPRESS_*</c> does when they are installed.</summary>
public static class ModuleFile
{
    private const string Suffix = ".ko";

    /// <summary>What the name of a module's file ends with after <c>.ko</c>.</summary>
    public static IReadOnlyList<string> Compressions { get; } = ["", ".xz", ".zst", ".gz"];

    /// <summary>The name of the module in a file, as the file says it: <c>snd-pcm</c> of <c>sound/core/snd-pcm.ko.xz</c>.</summary>
    public static string NameOf(string path)
    {
        string name = WithoutCompression(Path.GetFileName(path));
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    /// <summary>The modules in a directory and below it, in ordinal order of their paths.</summary>
    /// <exception cref="UnreadableFileException">A directory cannot be read.</exception>
    public static IReadOnlyList<ObjectInput> Below(string directory)
    {
        // Links to directories are not followed: they may lead round in circles, and "source" does lead far.
        EnumerationOptions options = new()
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            MatchCasing = MatchCasing.CaseSensitive,
        };
        try
        {
            return
            [
                .. Directory.EnumerateFiles(directory, $"*{Suffix}*", options)
                    .Where(path => WithoutCompression(path).EndsWith(Suffix, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
                    .Select(path => ObjectInput.OfFile(path, InputOrigin.ModuleDirectory)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(directory, SystemMessage.Of(exception));
        }
    }

    /// <summary>The path without the suffix of a compression.</summary>
    internal static string WithoutCompression(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Compressions.FirstOrDefault(suffix => suffix.Length > 0 && path.EndsWith(suffix, StringComparison.Ordinal)) is { } found
            ? path[..^found.Length]
            : path;
    }
}
