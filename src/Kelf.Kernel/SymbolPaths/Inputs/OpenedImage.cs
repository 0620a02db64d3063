// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Search;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>A kernel (also a boot image), a module (also a compressed one) or a <c>System.map</c>, opened.</summary>
public sealed class OpenedImage : IDisposable
{
    private readonly OpenedObject _opened;
    private readonly Lazy<RuntimeSymbols> _listing;
    private NativeBuffer? _extracted;

    private OpenedImage(string path, DecompressionLimit limit)
    {
        Path = path;
        _opened = OpenedObject.OfFile(path, limit);
        try
        {
            if (!ElfFile.IsElf(Contents) && SystemMapListing.IsSystemMap(Contents))
            {
                _listing = new Lazy<RuntimeSymbols>(SystemMapListing.Read(Contents));
                return;
            }

            if (!ElfFile.IsElf(Contents) || ElfFile.Parse(Contents) is { SymbolSection: null, Type: not ElfType.Relocatable })
            {
                Tables = BootImageTables.Find(Contents, _opened.LimitLeft, image => Stripped = Keep(image));
                _listing = new Lazy<RuntimeSymbols>(KernelListing.Of(Tables.Table));
                return;
            }

            Elf = ElfFile.Parse(Contents);
            bool isModule = Elf.Type == ElfType.Relocatable && Elf.TryFindSection(ModuleName.SectionName, out _);
            Module = !isModule ? null : ModuleName.Find(Elf) is { } name ? SymbolFinder.ModuleName(name) : ModuleNameOf(path);
            _ = NeededSymbols.SectionOf(Elf);
            _listing = new Lazy<RuntimeSymbols>(() => isModule ? ModuleListing.Read(Elf) : KernelListing.Read(Elf));
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

    /// <summary>The file with its symbol table; null for a <c>System.map</c>, and for a kernel without symbols.</summary>
    public ElfFile? Elf { get; }

    /// <summary>The tables from which the symbols of a kernel without a symbol table are; or null.</summary>
    public FoundTables? Tables { get; }

    /// <summary>The kernel without a symbol table, if it is an ELF file: its code, not its symbols.</summary>
    public ElfFile? Stripped { get; private set; }

    /// <summary>Name of the module, or null.</summary>
    public string? Module { get; }

    /// <summary>Its symbols, read when they are first asked for.</summary>
    public RuntimeSymbols Listing => _listing.Value;

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
    public void Dispose()
    {
        _extracted?.Dispose();
        _opened.Dispose();
    }

    // What a stream stands for is there only while it is looked at.
    private ElfFile Keep(ElfFile image)
    {
        if (ElfFile.IsElf(Contents))
        {
            return image;
        }

        ReadOnlySpan<byte> bytes = image.Image.Span();
        _extracted = new NativeBuffer(bytes.Length, image.Image.Source);
        bytes.CopyTo(_extracted.Writable(0, bytes.Length));
        return ElfFile.Parse(_extracted.Contents);
    }
}
