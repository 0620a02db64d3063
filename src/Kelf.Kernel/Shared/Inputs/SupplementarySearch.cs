// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>
/// Finds the supplementary file of an object: what <c>dwz -m</c> moved there (DWARF 5 §7.3.6). Distributions ship one for the debug
/// files of a package. Its identity is compared with the one that the object names, so a wrong file is never read.
/// </summary>
public sealed class SupplementarySearch
{
    private const string DebugFiles = "/usr/lib/debug";

    private readonly string? _named;
    private readonly Region? _atHand;
    private readonly string? _debugFiles;
    private readonly DecompressionLimit _limit;
    private readonly Lazy<Dictionary<string, string>> _dwzFiles;

    private SupplementarySearch(string? named, Region? atHand, string? debugFiles, DecompressionLimit limit)
    {
        (_named, _atHand, _debugFiles, _limit) = (named, atHand, debugFiles, limit);
        _dwzFiles = new Lazy<Dictionary<string, string>>(ReadDwzFiles);
    }

    /// <summary>Where distributions have it: by its path, beside the object, and among the system's debug files.</summary>
    public static SupplementarySearch Usual { get; } = OfSystem(DecompressionLimit.Standard);

    /// <summary>Nowhere: objects are read without it, and what leads there is an error.</summary>
    public static SupplementarySearch None { get; } = new(null, null, null, DecompressionLimit.Standard);

    /// <summary>The usual places.</summary>
    /// <param name="limit">What a file may expand to.</param>
    public static SupplementarySearch OfSystem(DecompressionLimit limit) => Below(DebugFiles, limit);

    /// <summary>The usual places, with the debug files in another directory.</summary>
    /// <param name="debugFiles">What stands for <c>/usr/lib/debug</c>.</param>
    /// <param name="limit">What a file may expand to.</param>
    public static SupplementarySearch Below(string debugFiles, DecompressionLimit limit) => new(null, null, debugFiles, limit);

    /// <summary>One file for all objects that have one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">What it may expand to.</param>
    public static SupplementarySearch Named(string path, DecompressionLimit limit) => new(path, null, null, limit);

    /// <summary>One file that is in memory already.</summary>
    /// <param name="file">Its bytes, which have to stay there.</param>
    public static SupplementarySearch AtHand(Region file) => new(null, file, null, DecompressionLimit.Standard);

    /// <summary>Opens the supplementary file of an object.</summary>
    /// <param name="elf">The object.</param>
    /// <returns>Null when it names none.</returns>
    /// <exception cref="RefusedException">It is not there, or another one is in its place.</exception>
    /// <exception cref="UnreadableFileException">The file that the user named cannot be read.</exception>
    /// <exception cref="MalformedFileException">That file, or the section that names one, is malformed.</exception>
    public SupplementaryObject? Open(ElfFile elf)
    {
        if (this == None || SupplementaryFile.Read(elf) is not { } link)
        {
            return null;
        }

        string file = elf.Image.Source.File;
        if (_atHand is { } region)
        {
            return Checked(SupplementaryObject.Of(region), link, file);
        }

        return _named is not null
            ? Checked(SupplementaryObject.Of(OpenedObject.OfFile(_named, _limit)), link, file)
            : Find(link, file);
    }

    private SupplementaryObject Find(SupplementaryFile link, string file)
    {
        string? wrong = null;
        foreach (string path in Places(link, file))
        {
            if (FileIdentity.TryRead(path) is not { IsRegular: true })
            {
                continue;
            }

            SupplementaryObject? found = null;
            try
            {
                found = SupplementaryObject.Of(OpenedObject.OfFile(path, _limit));
                if (found.Is(link.Identity))
                {
                    return Checked(found, link, file);
                }

                wrong ??= $"{path} has {IdentityText(found.Identity)}";
            }
            catch (KelfException exception) when (found is null)
            {
                // Another place may have one that can be read.
                wrong ??= exception.Message;
            }

            found?.Dispose();
        }

        string what = $"a part of its types is in the supplementary file {PrintableText.Of(link.Name)} with {IdentityText(link.Identity)}";
        throw new RefusedException(file, wrong is null
            ? $"{what}, which is not there: name it with --alt-file"
            : $"{what}, but {wrong}: name the right one with --alt-file");
    }

    /// <summary>Where it may be, in the order in which it is looked for.</summary>
    private IEnumerable<string> Places(SupplementaryFile link, string file)
    {
        foreach (string directory in link.Name.Length > 0 ? DirectoriesOf(file) : [])
        {
            yield return Path.Combine(directory, link.Name);
            yield return Path.Combine(directory, Path.GetFileName(link.Name));
        }

        if (link.Identity.Length > 1)
        {
            string id = Convert.ToHexStringLower(link.Identity.Span);
            yield return Path.Combine(_debugFiles!, ".build-id", id[..2], id[2..] + ".debug");
            if (_dwzFiles.Value.TryGetValue(id, out string? path))
            {
                yield return path;
            }
        }
    }

    /// <summary>Where the object is, and if that is a symbolic link, where it really is: the path in it counts from there.</summary>
    private static IEnumerable<string> DirectoriesOf(string file)
    {
        yield return Path.GetDirectoryName(file) ?? "";
        if (File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } target)
        {
            yield return Path.GetDirectoryName(target.FullName) ?? "";
        }
    }

    /// <summary>The files below <c>.dwz</c> by build ID; packages choose their names.</summary>
    private Dictionary<string, string> ReadDwzFiles()
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string directory = Path.Combine(_debugFiles!, ".dwz");
        foreach (string path in Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, "*", options).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>())
        {
            if (FileIdentity.TryRead(path) is not { IsRegular: true })
            {
                continue;
            }

            try
            {
                using SupplementaryObject one = SupplementaryObject.Of(OpenedObject.OfFile(path, _limit));
                files.TryAdd(Convert.ToHexStringLower(one.Identity.Span), path);
            }
            catch (KelfException)
            {
                // No one's file.
            }
        }

        return files;
    }

    private static SupplementaryObject Checked(SupplementaryObject found, SupplementaryFile link, string file)
    {
        try
        {
            if (!found.Is(link.Identity))
            {
                throw new RefusedException(found.Path, $"it has {IdentityText(found.Identity)}, and not "
                    + $"{Convert.ToHexStringLower(link.Identity.Span)}, as the supplementary file of {file} has to");
            }

            return SupplementaryFile.Read(found.Elf) is { } further
                ? throw new RefusedException(found.Path, $"it names a supplementary file itself, {PrintableText.Of(further.Name)}, "
                    + $"and so cannot be that of {file}")
                : found;
        }
        catch
        {
            found.Dispose();
            throw;
        }
    }

    private static string IdentityText(ReadOnlyMemory<byte> identity) =>
        identity.IsEmpty ? "no build ID" : $"build ID {Convert.ToHexStringLower(identity.Span)}";
}
