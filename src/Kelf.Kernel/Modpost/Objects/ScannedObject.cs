// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Objects;

/// <summary>An object while it is read, by one thread. What is computed from the whole of it is computed once, when first asked for.</summary>
public sealed class ScannedObject
{
    private NormalizedNames? _names;
    private NearestSymbols? _nearest;
    private ModinfoEntries? _modinfo;

    /// <summary>Looks at an object.</summary>
    /// <param name="path">As it is named on the command line or in a list, with <c>.o</c>.</param>
    /// <param name="release">The release whose rules hold.</param>
    /// <param name="file">Its contents.</param>
    /// <param name="messages">Takes what there is to say of it.</param>
    public ScannedObject(string path, ModpostRelease release, ElfFile file, MessageList messages)
    {
        (Path, Release, File, Messages) = (path, release, file, messages);
        ModuleName = ModulePaths.OfObject(path);
        Symbols = file?.SymbolTable ?? throw new ArgumentNullException(nameof(file));
    }

    /// <summary>The object's path, with <c>.o</c>.</summary>
    public string Path { get; }

    /// <summary>The path without <c>.o</c>.</summary>
    public string ModuleName { get; }

    /// <summary>What follows the last slash of <see cref="ModuleName"/>.</summary>
    public string BaseName => ModulePaths.BaseOf(ModuleName);

    /// <summary>True for the kernel itself, which has this very name.</summary>
    public bool IsVmlinux => ModuleName == ModulePaths.Vmlinux;

    /// <summary>What 7.3 calls it in messages: <c>PATH.ko</c>, or <c>vmlinux</c>.</summary>
    public string Label => ModulePaths.LabelOf(ModuleName);

    /// <summary>The release whose rules hold.</summary>
    public ModpostRelease Release { get; }

    /// <summary>The file.</summary>
    public ElfFile File { get; }

    /// <summary>The symbols.</summary>
    public ElfSymbolTable Symbols { get; }

    /// <summary>Takes what there is to say.</summary>
    public MessageList Messages { get; }

    /// <summary>Names of the symbols.</summary>
    public NormalizedNames Names => _names ??= new NormalizedNames(Symbols);

    /// <summary>Symbols by their addresses.</summary>
    public NearestSymbols Nearest => _nearest ??= new NearestSymbols(this);

    /// <summary>What the object says of itself.</summary>
    public ModinfoEntries Modinfo => _modinfo ??= ModinfoEntries.Of(File);
}
