// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;

using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Entries;

/// <summary>Decides which symbols of a listing get into the tables.</summary>
internal sealed class EntrySelection
{
    /// <summary>Bytes that a kernel has for a name and its NUL (<c>KSYM_NAME_LEN</c>).</summary>
    public const int NameRoom = 512;

    // seqs_of_names has three bytes for a place.
    private const int MostEntries = 1 << 24;

    // A hundred times those of a large kernel; counts of pairs are 32-bit numbers.
    private const long MostBytes = 1 << 30;

    private const int Few = 1024;

    // Control characters, and the space.
    private static readonly SearchValues<byte> s_oddBytes =
        SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(value => (byte)value), 0x7f]);

    // A NUL ends each name of a string table.
    private static readonly SearchValues<byte> s_oddBytesOfTables =
        SearchValues.Create([.. Enumerable.Range(1, ' ').Select(value => (byte)value), 0x7f]);

    private readonly SymbolListing _listing;
    private readonly KallsymsOptions _options;
    private readonly List<int> _candidates = [];
    private AddressRange _text;
    private AddressRange _initText;
    private AddressRange _percpu = new(ulong.MaxValue, 0);
    private ulong? _textAddress;

    private EntrySelection(SymbolListing listing, KallsymsOptions options)
    {
        (_listing, _options) = (listing, options);
    }

    /// <summary>Selects.</summary>
    /// <param name="listing">Symbols that the filter of the release has left.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="strings">Takes letters with names.</param>
    /// <param name="warn">Told about names that are left out since they are too long.</param>
    /// <returns>The entries in the order of the listing.</returns>
    public static KallsymsEntries Select(
        SymbolListing listing, KallsymsOptions options, ByteStringTable strings, Action<Diagnostic>? warn)
    {
        EntrySelection selection = new(listing, options);
        selection.Read(warn);
        return selection.Make(strings);
    }

    /// <summary>Selects, and makes no entries.</summary>
    /// <param name="listing">Symbols that the filter of the release has left.</param>
    /// <param name="options">What is asked for.</param>
    /// <returns>The places of the selected symbols in the listing, in its order.</returns>
    public static int[] Choose(SymbolListing listing, KallsymsOptions options)
    {
        EntrySelection selection = new(listing, options);
        selection.Read(warn: null);
        return selection.Chosen();
    }

    // The ends of ranges may come after what lies inside: everything is looked at before anything is decided.
    private void Read(Action<Diagnostic>? warn)
    {
        ReadOnlySpan<ListedSymbol> symbols = _listing.Symbols;
        for (int i = 0; i < symbols.Length; i++)
        {
            ref readonly ListedSymbol symbol = ref symbols[i];
            if (symbol.IsUndefined && _options.Layout == KallsymsLayout.Linux61)
            {
                continue;
            }

            if (symbol.IsUndefined)
            {
                throw _listing.Malformed(symbol, $"{NameOf(symbol)} is undefined and has no address: link the image first");
            }

            if (symbol.NameLength >= NameRoom)
            {
                TooLong(symbol, warn);
                continue;
            }

            ReadOnlySpan<byte> name = _listing.NameOf(symbol);
            if (name.SequenceEqual("_text"u8))
            {
                _textAddress = symbol.Value;
            }

            if (IsDropped(symbol.Letter, name, _options.Layout))
            {
                continue;
            }

            NoteRanges(name, symbol.Value);
            _candidates.Add(i);
        }
    }

    private void TooLong(in ListedSymbol symbol, Action<Diagnostic>? warn)
    {
        string name = NameOf(symbol);
        string text = $"Symbol {name} too long for kallsyms ({symbol.NameLength} >= {NameRoom}).";
        if (_options.Strict)
        {
            throw _listing.Malformed(symbol, text);
        }

        warn?.Invoke(Diagnostic.Warning(WarningKind.NameTooLong, text) with { Symbol = name });
    }

    /// <summary>Whether any tables of a release may have a symbol that its filter has left.</summary>
    public static bool MaySelect(in ListedSymbol symbol, ReadOnlySpan<byte> name, KallsymsLayout layout) =>
        symbol.NameLength < NameRoom && !IsDropped(symbol.Letter, name, layout);

    private static bool IsDropped(byte letter, ReadOnlySpan<byte> name, KallsymsLayout layout) => letter switch
    {
        (byte)'u' or (byte)'n' => true,
        (byte)'A' or (byte)'a' => !name.SequenceEqual("__kernel_syscall_via_break"u8)
            && !name.SequenceEqual("__kernel_syscall_via_epc"u8)
            && !name.SequenceEqual("__kernel_sigtramp"u8)
            && !name.SequenceEqual("__gp"u8),
        _ => layout == KallsymsLayout.Linux61
            && (letter is (byte)'U' or (byte)'N' || SysmapFilter.IsDroppedByGenerator(name)),
    };

    private void NoteRanges(ReadOnlySpan<byte> name, ulong value)
    {
        // One look at the length spares most names the comparisons.
        if (name.Length is not (6 or 10 or 13 or 15) || name[0] != '_')
        {
            return;
        }

        if (name.SequenceEqual("_stext"u8))
        {
            _text = _text with { Start = value };
        }
        else if (name.SequenceEqual("_etext"u8))
        {
            _text = _text with { End = value };
        }
        else if (name.SequenceEqual("_sinittext"u8))
        {
            _initText = _initText with { Start = value };
        }
        else if (name.SequenceEqual("_einittext"u8))
        {
            _initText = _initText with { End = value };
        }
        else if (name.SequenceEqual("__per_cpu_start"u8))
        {
            _percpu = _percpu with { Start = value };
        }
        else if (name.SequenceEqual("__per_cpu_end"u8))
        {
            _percpu = _percpu with { End = value };
        }
    }

    private KallsymsEntries Make(ByteStringTable strings)
    {
        int[] chosen = Chosen();
        KallsymsEntry[] entries = new KallsymsEntry[chosen.Length];
        bool marksPercpu = _options.AbsolutePercpu && _options.Layout < KallsymsLayout.Linux72;
        Span<byte> text = stackalloc byte[NameRoom];
        for (int i = 0; i < chosen.Length; i++)
        {
            ref readonly ListedSymbol symbol = ref _listing.Symbols[chosen[i]];
            ReadOnlySpan<byte> name = _listing.NameOf(symbol);
            bool isAbsolute = marksPercpu && _percpu.Contains(symbol.Value);
            text[0] = isAbsolute ? (byte)'A' : symbol.Letter;
            name.CopyTo(text[1..]);
            entries[i] = new KallsymsEntry(symbol.Value, strings.Add(text[..(name.Length + 1)]), symbol.Index, isAbsolute);
        }

        return new KallsymsEntries(strings, entries, _textAddress);
    }

    private int[] Chosen()
    {
        int[] chosen = new int[_candidates.Count];
        int count = 0;
        long bytes = 0;
        // Few names are looked at one by one at once.
        bool mayBeOdd = _candidates.Count <= Few || HasOddBytes(_listing.Names);
        foreach (int i in _candidates)
        {
            ref readonly ListedSymbol symbol = ref _listing.Symbols[i];
            ReadOnlySpan<byte> name = _listing.NameOf(symbol);
            if (!_options.AllSymbols && !IsSelected(symbol.Value, name))
            {
                continue;
            }

            if (mayBeOdd)
            {
                RefuseOddBytes(symbol, name);
            }

            bytes += name.Length;
            if (count == MostEntries || bytes > MostBytes)
            {
                throw _listing.Malformed(symbol, $"more than {MostEntries} symbols, or more than {MostBytes} bytes of names");
            }

            chosen[count++] = i;
        }

        Array.Resize(ref chosen, count);
        return chosen;
    }

    private bool IsSelected(ulong value, ReadOnlySpan<byte> name)
    {
        if (_options.Layout != KallsymsLayout.Linux61 && (name.StartsWith("__start_"u8) || name.StartsWith("__stop_"u8)))
        {
            return true;
        }

        // What begins where the text ends may lie elsewhere after the next link, and is not text.
        return (_text.Contains(value) || _initText.Contains(value))
            && (value != _text.End || name.SequenceEqual("_etext"u8))
            && (value != _initText.End || name.SequenceEqual("_einittext"u8));
    }

    // Looks at all names at once, which takes a tenth of the time of looking at each.
    private static bool HasOddBytes(Region names)
    {
        const ulong Portion = 1 << 20;
        for (ulong at = 0; at < (ulong)names.Length; at += Portion)
        {
            if (names.Span(at, (int)Math.Min(Portion, (ulong)names.Length - at)).ContainsAny(s_oddBytesOfTables))
            {
                return true;
            }
        }

        return false;
    }

    private void RefuseOddBytes(in ListedSymbol symbol, ReadOnlySpan<byte> name)
    {
        if (!name.ContainsAny(s_oddBytes))
        {
            return;
        }

        if (!name.Contains((byte)' ') || name.ContainsAnyInRange((byte)0, (byte)0x1f) || name.Contains((byte)0x7f))
        {
            throw _listing.Malformed(symbol, $"name {NameOf(symbol)} has a control character");
        }

        if (_options.Layout == KallsymsLayout.Linux61)
        {
            throw _listing.Malformed(symbol, $"name {NameOf(symbol)} has a space, and the generator of 6.1 takes it for two");
        }
    }

    private string NameOf(in ListedSymbol symbol) => PrintableText.Of(_listing.NameOf(symbol));

    /// <summary>Addresses from one to another, both included.</summary>
    private readonly record struct AddressRange(ulong Start, ulong End)
    {
        public bool Contains(ulong value) => value >= Start && value <= End;
    }
}
