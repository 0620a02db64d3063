// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>
/// The compiled objects in a directory that a kernel build filled. Objects that were joined from others are left out, since
/// they would say everything twice.
/// </summary>
/// <remarks>
/// Kbuild keeps the command that made <c>X.o</c> in <c>.X.o.cmd</c>, and notes the source of what it compiled there
/// (<c>source_X.o := X.c</c>). Directories without such files, of other builds, are taken as they are. Distributed ThinLTO
/// compiles the bitcode <c>X.o</c> on to <c>X.thinlto-native.o</c>, which then stands for it.
/// </remarks>
public static class BuildTree
{
    private const string ForAssembler = ".gendwarfksyms.o";
    private const string FromBitcode = ".thinlto-native.o";

    /// <summary>Paths of the compiled objects in and below the directory, in ordinal order.</summary>
    /// <exception cref="IOException">A directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory may not be read.</exception>
    public static IReadOnlyList<string> CompiledObjects(string directory)
    {
        // Links to directories are not followed: they may lead round in circles.
        EnumerationOptions options = new()
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.ReparsePoint,
            MatchCasing = MatchCasing.CaseSensitive,
        };
        List<string> objects = [.. Directory.EnumerateFiles(directory, "*.o", options).Where(IsCompiled)];
        objects.Sort(StringComparer.Ordinal);
        return objects;
    }

    /// <summary>
    /// The object with the types of what an object exports: for assembler, which has no types, Kbuild compiles the
    /// prototypes to <c>X.gendwarfksyms.o</c> beside <c>X.o</c>.
    /// </summary>
    public static string TypesOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string prototypes = Path.ChangeExtension(path, null) + ForAssembler;
        return path.EndsWith(".o", StringComparison.Ordinal) && File.Exists(prototypes) ? prototypes : path;
    }

    /// <summary>Opens the object with the types of what an input exports, if that is another one.</summary>
    /// <param name="input">The input.</param>
    /// <param name="limit">What the other one may expand to.</param>
    /// <returns>Null when the input has its types itself.</returns>
    /// <exception cref="UnreadableFileException">The other one cannot be read.</exception>
    public static OpenedObject? OpenPrototypes(ObjectInput input, DecompressionLimit limit)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Path is { } path && TypesOf(path) is var types && types != path ? OpenedObject.OfFile(types, limit) : null;
    }

    private static bool IsCompiled(string path)
    {
        if (path.EndsWith(ForAssembler, StringComparison.Ordinal))
        {
            return false;
        }

        if (path.EndsWith(FromBitcode, StringComparison.Ordinal))
        {
            return true;
        }

        if (File.Exists(Path.ChangeExtension(path, null) + FromBitcode))
        {
            return false;
        }

        string command = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, $".{Path.GetFileName(path)}.cmd");
        return !File.Exists(command)
            || InputBytes.ReadLines(command).Any(line => line.StartsWith("source_", StringComparison.Ordinal));
    }
}
