// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>A debugging section of the linked image: which sections of objects it is made of, in which order.</summary>
/// <param name="header">Its header in the image of stand-ins.</param>
/// <param name="relocations">The header of its relocations there, or null without any.</param>
internal sealed class JoinedSection(ElfSection header, ElfSection? relocations)
{
    private readonly List<DebugSection> _inputs = [];

    /// <summary>Its header in the image of stand-ins.</summary>
    public ElfSection Header { get; } = header;

    /// <summary>The header of its relocations, or null without any.</summary>
    public ElfSection? RelocationHeader { get; } = relocations;

    /// <summary>Its parts.</summary>
    public IReadOnlyList<DebugSection> Inputs => _inputs;

    /// <summary>Its bytes, of those that the image is to have.</summary>
    public ulong Size { get; private set; }

    /// <summary>How many relocations its parts have.</summary>
    public long RelocationCount { get; private set; }

    /// <summary>The strings of a section that is merged, or null.</summary>
    public MergedStrings? Strings { get; private set; }

    /// <summary>Adds a part after those that are there.</summary>
    public void Add(DebugSection part)
    {
        part.Output = this;
        _inputs.Add(part);
        RelocationCount += part.Relocations.Count;
    }

    /// <summary>Gives each part its place.</summary>
    /// <exception cref="UnknownLayoutException">Some parts are merged, and others are not.</exception>
    public void Arrange(string image, ILinkerLayout linker, WorkerSource workers)
    {
        const ElfSectionFlags MergedStringsOnly = ElfSectionFlags.Merge | ElfSectionFlags.Strings;
        if (_inputs.Exists(part => part.IsMerged))
        {
            if (_inputs.Exists(part => !part.IsMerged) || (Header.Flags & MergedStringsOnly) != MergedStringsOnly)
            {
                throw new UnknownLayoutException(image, $"{Header.Name} is made of strings that are merged and of something else");
            }

            Sort(image);
            Strings = MergedStrings.Make(_inputs, linker, workers);
            Size = (ulong)Strings.Contents.Length;
            return;
        }

        foreach (DebugSection part in _inputs)
        {
            part.Position = ElfLayout.AlignUp(Size, part.Header.Alignment);
            Size = part.Position + (ulong)part.Contents.Length;
        }
    }

    // The strings that stood in for them need not be in the linker's order. That is the order of the command line, but for members of
    // archives, which are linked when something asks for them.
    private void Sort(string image)
    {
        _inputs.Sort((a, b) => a.Number.CompareTo(b.Number));
        int[] known = [.. _inputs.Select(part => part.Owner.Turn).Where(turn => turn > 0)];
        if (known.Zip(known.Skip(1)).All(pair => pair.First <= pair.Second))
        {
            return;
        }

        if (known.Length < _inputs.Count)
        {
            throw new UnknownLayoutException(image, $"an object has {Header.Name}, but no .debug_info");
        }

        _inputs.Sort((a, b) => (a.Owner.Turn, a.Number).CompareTo((b.Owner.Turn, b.Number)));
    }
}
