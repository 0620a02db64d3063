// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>
/// Bounds what all texts of a file may cost together, whoever builds them. Texts of unnamed types are written out wherever they are
/// used, so an object of 4 KiB can ask for any number of texts of many MiB; all of them together may therefore be no longer than
/// a multiple of the entries that they are made from.
/// </summary>
internal sealed class TextTotal
{
    // Measured: 3 to 6 for the units of kernels built with gcc, with clang, and with its ThinLTO.
    private const long Factor = 64;

    // As it is written a reference is a name, and names are shared in .debug_str; those of Rust are long.
    private const long WrittenFactor = 16;

    // In small files the factor means nothing.
    private const long Free = 64 << 20;

    // A part of a text is a run of bytes and a reference. The versions of a kernel take less than one for each byte of entries.
    private const long PartsFactor = 64;
    private const long FreeParts = 64 << 20;

    private readonly DwarfFile _dwarf;
    private readonly long _maxParts;
    private long _left;
    private long _unwritten;
    private long _unread;
    private long _unjoined;

    /// <summary>What the texts of a file may take.</summary>
    public TextTotal(DwarfFile dwarf)
    {
        _dwarf = dwarf;
        long entries = EntryBytes(dwarf) + (dwarf.SupplementaryDwarf is { } other ? EntryBytes(other) : 0);
        Limit = _left = _unread = Free + (entries * Factor);
        _unwritten = Limit * WrittenFactor;
        _maxParts = _unjoined = FreeParts + (entries * PartsFactor);
    }

    /// <summary>Bytes that all texts together may take; also of those that are kept at one time.</summary>
    public long Limit { get; }

    /// <summary>
    /// Does work that several threads share, and that spends one total. When it is not enough, the work is done again in order by
    /// one thread: else chance would say which unit is too much, and whether another error comes before it.
    /// </summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="options">Options of the run.</param>
    /// <param name="work">The work; it takes its workers from the options that it is given.</param>
    public static T Share<T>(DwarfFile dwarf, SymversOptions options, Func<TextTotal, SymversOptions, T> work)
    {
        try
        {
            return work(new TextTotal(dwarf), options);
        }
        catch (RefusedException exception) when (exception.Kind == ErrorKind.Limit && options.Workers != WorkerSource.None)
        {
            return work(new TextTotal(dwarf), options with { Workers = WorkerSource.None });
        }
    }

    /// <summary>Counts what a walk has spent since it last said so. Several threads may call this.</summary>
    /// <exception cref="RefusedException">It is too much.</exception>
    public void Spend(long length, long written, long read)
    {
        long left = Interlocked.Add(ref _left, -length);
        long unwritten = Interlocked.Add(ref _unwritten, -written);
        if (left < 0 || unwritten < 0)
        {
            throw Exceeded();
        }

        if (Interlocked.Add(ref _unread, -read) < 0)
        {
            throw Exceeded("types overlap: the same entries are part of too many of them");
        }
    }

    /// <summary>
    /// Counts the parts that were joined for the version of a symbol. Several threads may call this: which symbol is the one too many
    /// does not show.
    /// </summary>
    /// <exception cref="RefusedException">They are too many.</exception>
    public void SpendParts(long parts)
    {
        if (Interlocked.Add(ref _unjoined, -parts) < 0)
        {
            throw Exceeded($"the texts that versions are made of have more than {_maxParts / 1_000_000} million parts");
        }
    }

    /// <summary>The error when there would be more.</summary>
    public RefusedException Exceeded() => Exceeded($"the texts of the types exceed {Limit >> 20} MiB");

    private static long EntryBytes(DwarfFile dwarf)
    {
        long bytes = 0;
        foreach (DwarfUnit unit in dwarf.Units)
        {
            bytes += unit.Contents.Length;
        }

        return bytes;
    }

    private RefusedException Exceeded(string what) =>
        EntryErrors.At(_dwarf.Units[0], _dwarf.Units[0].Start, what, ErrorKind.Limit);
}
