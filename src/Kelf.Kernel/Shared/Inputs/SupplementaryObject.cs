// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>A supplementary file that was opened for an object.</summary>
public sealed class SupplementaryObject : IDisposable
{
    private readonly OpenedObject? _opened;

    private SupplementaryObject(OpenedObject? opened, Region contents)
    {
        _opened = opened;
        Budget = opened?.Budget;
        Elf = ElfFile.Parse(contents);
        ReadOnlyMemory<byte> checksum = SupplementaryFile.ChecksumOf(Elf);
        Identity = !checksum.IsEmpty ? checksum : BuildIdNote.Find(Elf) is { } id ? Convert.FromHexString(id) : default(ReadOnlyMemory<byte>);
    }

    /// <summary>The file.</summary>
    public ElfFile Elf { get; }

    /// <summary>What its compressed sections may expand to; null for the usual.</summary>
    public DecompressionBudget? Budget { get; }

    /// <summary>Its build ID, or what its <c>.debug_sup</c> says; empty when it has neither.</summary>
    internal ReadOnlyMemory<byte> Identity { get; }

    /// <summary>Its path as it was found.</summary>
    internal string Path => Elf.Image.Source.File;

    /// <inheritdoc/>
    public void Dispose() => _opened?.Dispose();

    /// <summary>Takes a file; it is closed with the result.</summary>
    /// <exception cref="MalformedFileException">It is no ELF file, or damaged.</exception>
    internal static SupplementaryObject Of(OpenedObject opened)
    {
        try
        {
            return new SupplementaryObject(opened, opened.Contents);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Takes bytes in memory.</summary>
    internal static SupplementaryObject Of(Region contents) => new(null, contents);

    /// <summary>Whether it is the file of that identity; an empty one says nothing (a checksum of length 0, DWARF 5 §7.3.6).</summary>
    internal bool Is(ReadOnlyMemory<byte> identity) => identity.IsEmpty || identity.Span.SequenceEqual(Identity.Span);
}
