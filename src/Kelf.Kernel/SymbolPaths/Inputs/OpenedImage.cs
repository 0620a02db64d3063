// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>A kernel, a module (also a compressed one) or a <c>System.map</c>, opened.</summary>
public sealed class OpenedImage : IDisposable
{
    private readonly OpenedObject _opened;

    private OpenedImage(string path, DecompressionLimit limit)
    {
        Path = path;
        _opened = OpenedObject.OfFile(path, limit);
        try
        {
            if (!ElfFile.IsElf(Contents) && SystemMapListing.IsSystemMap(Contents))
            {
                Listing = SystemMapListing.Read(Contents);
                return;
            }

            Elf = ElfFile.Parse(Contents);
            bool isModule = Elf.Type == ElfType.Relocatable && Elf.TryFindSection(".gnu.linkonce.this_module", out _);
            Module = !isModule ? null : ModuleInformation.Of(Elf).Name is { } name ? SymbolFinder.ModuleName(name) : ModuleNameOf(path);
            Listing = isModule ? ModuleListing.Read(Elf) : KernelListing.Read(Elf);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Path as given.</summary>
    public string Path { get; }

    /// <summary>The bytes, decompressed.</summary>
    public Region Contents => _opened.Contents;

    /// <summary>What compressed sections in it may still expand to.</summary>
    public DecompressionBudget Budget => _opened.Budget;

    /// <summary>The file, or null for a <c>System.map</c>.</summary>
    public ElfFile? Elf { get; }

    /// <summary>Name of the module, or null.</summary>
    public string? Module { get; }

    /// <summary>Its symbols.</summary>
    public RuntimeSymbols Listing { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">What it may expand to.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    /// <exception cref="RefusedException">It has no symbols.</exception>
    public static OpenedImage Open(string path, DecompressionLimit limit) => new(path, limit);

    /// <summary>The name of the module in a file: <c>ext4</c> of <c>fs/ext4/ext4.ko.xz</c>.</summary>
    public static string ModuleNameOf(string path) => SymbolFinder.ModuleName(ModuleFile.NameOf(path));

    /// <inheritdoc/>
    public void Dispose() => _opened.Dispose();
}
