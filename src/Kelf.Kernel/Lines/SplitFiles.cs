// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Split;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines;

/// <summary>
/// Finds what has the entries of units that were compiled with <c>CONFIG_DEBUG_INFO_SPLIT</c>: a package beside the image
/// (<c>vmlinux.dwp</c>), or <c>.dwo</c> files where the compiler wrote them, or at the same place below the directory of the image.
/// </summary>
/// <param name="image">Path of the image.</param>
internal sealed class SplitFiles(string image) : IDisposable
{
    private readonly List<IDisposable> _opened = [];
    private readonly Lock _lock = new();
    private (SplitFile? File, bool IsAsked) _package;

    /// <summary>The unit with the entries of a skeleton; null when it is not here, or cannot be read. Any thread may ask.</summary>
    public DwarfUnit? Find(DwarfUnit skeleton)
    {
        lock (_lock)
        {
            if (!_package.IsAsked)
            {
                _package = (TryOpen($"{image}.dwp"), true);
            }

            if (TryFind(_package.File, skeleton) is { } packed)
            {
                return packed;
            }

            return Places(skeleton).Distinct(StringComparer.Ordinal).Select(place => TryFind(TryOpen(place), skeleton))
                .FirstOrDefault(unit => unit is not null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Units before the files that they are in.
        _opened.Reverse();
        _opened.ForEach(opened => opened.Dispose());
    }

    private IEnumerable<string> Places(DwarfUnit skeleton)
    {
        string name = Utf8Name.ToText(skeleton.SplitName);
        if (name.Length == 0)
        {
            yield break;
        }

        yield return Path.Combine(Utf8Name.ToText(skeleton.CompilationDirectory), name);
        yield return Path.Combine(Path.GetDirectoryName(image) ?? "", name);
    }

    private SplitFile? TryOpen(string path)
    {
        if (FileIdentity.TryRead(path) is not { IsRegular: true })
        {
            return null;
        }

        try
        {
            OpenedObject file = OpenedObject.OfFile(path, DecompressionLimit.Standard);
            _opened.Add(file);
            if (!ElfFile.IsElf(file.Contents))
            {
                return null;
            }

            SplitFile split = SplitFile.Of(ElfFile.Parse(file.Contents), file.Budget);
            _opened.Add(split);
            return split;
        }
        catch (KelfException)
        {
            // Another place may have one that can be read; if none has, that is told.
            return null;
        }
    }

    private static DwarfUnit? TryFind(SplitFile? file, DwarfUnit skeleton)
    {
        try
        {
            return file?.Find(skeleton);
        }
        catch (MalformedFileException)
        {
            return null;
        }
    }
}
