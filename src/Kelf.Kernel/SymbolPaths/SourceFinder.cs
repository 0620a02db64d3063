// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;

using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// Finds the source of an object: what its build noted, else a compilation database, else what its compiler wrote into it, else
/// the object's own path with the ending of a source. Several threads may use one finder.
/// </summary>
/// <param name="objectTree">The directory of the build.</param>
/// <param name="sources">Turns spellings into one.</param>
/// <param name="database">A compilation database.</param>
public sealed class SourceFinder(string objectTree, SourceTree sources, CompileCommands database)
{
    private const int LongestChain = 4;

    // Of all objects together. A kernel has some thousand objects that were made from others, of a few sources each.
    private const int MostJoined = 4 << 20;

    // Copies that a kernel links beside their originals: position independent, for the hypervisor, for EFI.
    private static readonly string[] s_copies = [".pi", ".nvhe", ".stub"];

    private readonly ConcurrentDictionary<(string Object, int Depth), Lazy<SourceSet>> _known = new();
    private readonly ConcurrentDictionary<string, Lazy<CommandFile?>> _commands = new(StringComparer.Ordinal);
    private long _joined;

    /// <summary>Notes the source of each part of an object.</summary>
    /// <exception cref="RefusedException">Objects were made from others that were made from too many sources.</exception>
    public void Resolve(LinkedObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        SourceSet known = item.Sources = KnownSources(item.ObjectPath, 0);
        // lld makes up none, so symbols of assembly may follow those of any file.
        bool isMixed = known.Paths.Any(IsAssembly) && !item.Parts.Any(IsMadeUp);
        foreach (ObjectPart part in item.Parts)
        {
            string? compiled = part.HasFileSymbol && !IsMadeUp(part) ? part.FileText : null;
            string? path = known.Paths switch
            {
                [var one] => one,
                [] when item.SourceFileName is { } name => sources.Normalise(name),
                [] => Guess(item.ObjectPath, compiled),
                _ when compiled is null => known.Find(Path.ChangeExtension(part.FileText, ".S")) ?? (known.Paths.Where(IsAssembly).Take(2).ToArray() is [var only] ? only : null),
                _ when isMixed => null,
                _ => known.Find(compiled) ?? Guess(item.ObjectPath, compiled),
            };
            part.Unit = path is null ? null : new SourceUnit(path, item.ObjectPath);
        }

        // Compilers write a file symbol; of assembly GNU ld makes one up in what it joins, of the object's name.
        static bool IsMadeUp(ObjectPart part) => part.FileText.EndsWith(".o", StringComparison.Ordinal);
    }

    private static bool IsAssembly(string source) => source.EndsWith(".S", StringComparison.Ordinal);

    /// <summary>The path that an object's path suggests.</summary>
    /// <param name="objectPath">Path of the object.</param>
    /// <param name="fileText">Text of its file symbol, or null: then it is assembly.</param>
    public static string Guess(string objectPath, string? fileText)
    {
        ArgumentNullException.ThrowIfNull(objectPath);
        string stem = objectPath.EndsWith(".o", StringComparison.Ordinal) ? objectPath[..^2] : objectPath;
        foreach (string copy in s_copies)
        {
            stem = stem.EndsWith(copy, StringComparison.Ordinal) ? stem[..^copy.Length] : stem;
        }

        if (fileText is null)
        {
            return stem + ".S";
        }

        // rustc names its codegen units: kernel.b3e0b96d4d4dd9-cgu.0
        return fileText.Contains("-cgu.", StringComparison.Ordinal) ? stem + ".rs"
            : Path.GetExtension(fileText) is not ".c" ? stem + Path.GetExtension(fileText)
            : Path.GetFileName(stem) + ".c" == fileText || fileText.EndsWith("_" + Path.GetFileName(stem) + ".c", StringComparison.Ordinal)
            ? stem + ".c"
            : SourceTree.Join(fileText, Path.GetDirectoryName(objectPath));
    }

    /// <summary>
    /// The sources of an object, and of those that it was linked from. Each is asked once for each length of a chain that leads to
    /// it, however many name it; chains end, and so no thread waits for another that waits for it.
    /// </summary>
    private SourceSet KnownSources(string objectPath, int depth) =>
        _known.GetOrAdd((objectPath, depth), key => new Lazy<SourceSet>(() => Ask(key.Object, key.Depth))).Value;

    private SourceSet Ask(string objectPath, int depth)
    {
        CommandFile? command =
            _commands.GetOrAdd(objectPath, path => new Lazy<CommandFile?>(() => CommandFile.TryRead(objectTree, path))).Value;
        if (command?.Source is { } source)
        {
            return new SourceSet([sources.Normalise(source)]);
        }

        if (database.Find(objectPath) is { } entry)
        {
            return new SourceSet([sources.Normalise(entry.File, entry.Directory)]);
        }

        return command is null || depth == LongestChain
            ? SourceSet.None
            : Join([.. command.Objects.Select(item => KnownSources(item, depth + 1)).Where(set => set.Paths.Count > 0).Distinct()]);
    }

    // Objects that have one in common have all its sources each. All are asked about in every run, so threads do not show.
    private SourceSet Join(SourceSet[] sets)
    {
        if (sets is [] or [_])
        {
            return sets is [var only] ? only : SourceSet.None;
        }

        foreach (SourceSet set in sets)
        {
            if (Interlocked.Add(ref _joined, set.Paths.Count) > MostJoined)
            {
                throw new RefusedException(
                    objectTree, $"what its objects were made from (.cmd files) is more than {MostJoined} sources in all", ErrorKind.Limit);
            }
        }

        return SourceSet.Join(sets);
    }
}
