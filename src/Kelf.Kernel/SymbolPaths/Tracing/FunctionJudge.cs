// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>Says what may use the functions of a kernel or a module once it runs, and why not.</summary>
public sealed class FunctionJudge
{
    // Before the call stand at most the landing pad of indirect calls, or without __fentry__ the saving of registers.
    private const ulong MostBeforeCall = 64;

    private readonly SymbolImage _image;
    private readonly ElfFile _elf;
    private readonly ElfSymbolTable _symbols;
    private readonly Landmarks _marks;
    private readonly PointerTable? _calls;
    private readonly PointerTable? _refused;
    private readonly bool? _hasLivepatch;
    private readonly Lazy<HashSet<int>> _pathsWithCalls;

    /// <summary>Reads what an image says.</summary>
    /// <param name="image">The image.</param>
    /// <param name="hasLivepatch">Whether its kernel has livepatching; null if nobody knows.</param>
    /// <exception cref="MalformedFileException">A table is malformed.</exception>
    /// <exception cref="ArgumentException">There is only a list of symbols.</exception>
    public FunctionJudge(SymbolImage image, bool? hasLivepatch)
    {
        ArgumentNullException.ThrowIfNull(image);
        _elf = image.Elf ?? throw new ArgumentException("a list of symbols does not say it", nameof(image));
        (_image, _hasLivepatch) = (image, hasLivepatch);
        _symbols = NeededSymbols.Of(_elf);
        _marks = new Landmarks(_elf,
        [
            "__start_mcount_loc", "__stop_mcount_loc", "__start_kprobe_blacklist", "__stop_kprobe_blacklist",
            .. TextRegion.All.SelectMany(region => new[] { region.Start, region.End }),
        ]);
        _calls = PointerTable.Find(
            _elf, _marks.Range("__start_mcount_loc", "__stop_mcount_loc"), "__mcount_loc", "__patchable_function_entries");
        _refused = PointerTable.Find(_elf, _marks.Range("__start_kprobe_blacklist", "__stop_kprobe_blacklist"), "_kprobe_blacklist");
        _pathsWithCalls = new Lazy<HashSet<int>>(PathsWithCalls);
    }

    /// <summary>Whether a kernel has livepatching; null for a module.</summary>
    public static bool? HasLivepatch(SymbolImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Module is not null ? null : image.Named("klp_enable_patch").Count > 0;
    }

    /// <summary>Judges a symbol.</summary>
    public FunctionUse Judge(int entry)
    {
        if (WhyNone(entry) is { } none)
        {
            Verdict no = new(false, none);
            return new FunctionUse(no, no, no);
        }

        Verdict ftrace = Ftrace(entry);
        return new FunctionUse(ftrace, Kprobe(entry), Livepatch(entry, ftrace));
    }

    private string? WhyNone(int entry)
    {
        ElfSymbol symbol = SymbolOf(entry);
        if (symbol.SectionNumber >= (uint)_elf.Sections.Length
            || _elf.Sections[(int)symbol.SectionNumber] is var section && (section.Flags & ElfSectionFlags.Executable) == 0)
        {
            return "no code";
        }

        string name = _image.Listing.TextOf(entry);
        if (name.StartsWith("__pfx_", StringComparison.Ordinal) || name.StartsWith("__cfi_", StringComparison.Ordinal))
        {
            return $"the padding before {name[6..]}";
        }

        switch (FirstInstructions.At(_elf, symbol))
        {
            case FirstInstruction.End:
                return $"no code: the end of {section.Name}";
            case FirstInstruction.Padding:
                return "no code: padding between functions";
        }

        return section.Name.StartsWith(".init", StringComparison.Ordinal)
                ? $"{section.Name} is freed once the {(_image.Module is null ? "kernel has started" : "module is loaded")}"
            : section.Name.StartsWith(".exit", StringComparison.Ordinal) && _image.Module is null
                ? $"{section.Name} is freed once the kernel has started"
            : null;
    }

    private Verdict Ftrace(int entry)
    {
        if (_calls is null)
        {
            return new Verdict(false, "there is no table of tracer calls (__mcount_loc): built without the function tracer");
        }

        if (HasCall(entry))
        {
            return new Verdict(true);
        }

        _ = FunctionVariant.FunctionOf(_image.Listing.NameOf(entry), out IReadOnlyList<VariantKind> kinds);
        string? path = _image.Attribution.PathOf(entry);
        return new Verdict(false, kinds.Contains(VariantKind.Cold) ? "a cold part, which nobody calls"
            : RegionOf(entry) is { } region ? region.Reason
            : path is null || _pathsWithCalls.Value.Contains(_image.Attribution.PathNumber(entry)) || _image.Module is not null
                ? "notrace: it has no tracer call"
            : path.EndsWith(".S", StringComparison.Ordinal) ? $"written in assembly, without a tracer call ({path})"
            : $"nothing in {path} has a tracer call: its directory or file is built without");
    }

    private Verdict Kprobe(int entry)
    {
        if (_image.Module is null && _refused is null)
        {
            return new Verdict(false, "the kernel is built without kprobes (no __start_kprobe_blacklist)");
        }

        if (RegionOf(entry) is { } region && region.IsOf(_elf.Machine))
        {
            return new Verdict(false, region.Reason);
        }

        if (_refused?.Has(PlaceOf(entry)) == true)
        {
            return new Verdict(false, "NOKPROBE_SYMBOL (_kprobe_blacklist)");
        }

        switch (FirstInstructions.At(_elf, SymbolOf(entry)))
        {
            case FirstInstruction.Bug:
                return new Verdict(false, "it begins with the trap of BUG() or WARN()");
            case FirstInstruction.IndirectJump:
                return new Verdict(false, "it begins with a jump through memory, which kprobes do not emulate");
        }

        // within_kprobe_blacklist(): up to the first dot.
        string name = _image.Listing.TextOf(entry);
        int dot = _image.Listing.NameOf(entry).IndexOf((byte)'.');
        if (dot > 0 && _image.Exactly(_image.Listing.NameOf(entry)[..dot]) is [var function, ..] && !Kprobe(function).IsAllowed)
        {
            return new Verdict(false, $"made of {name[..dot]}, where there may be none");
        }

        return new Verdict(true, _image.Listing.EqualNames(entry) is > 1 and int equal
            ? $"by address, as {equal} symbols have the name"
            : null);
    }

    private Verdict Livepatch(int entry, Verdict ftrace)
    {
        if (_hasLivepatch == false)
        {
            return new Verdict(false, "the kernel is built without livepatching (no klp_enable_patch)");
        }

        return ftrace.IsAllowed
            ? new Verdict(true, string.Create(CultureInfo.InvariantCulture, $"sympos {_image.Listing.Sympos(entry)}"))
            : new Verdict(false, "it has to be traced");
    }

    private bool HasCall(int entry)
    {
        CodePlace start = PlaceOf(entry);
        ulong size = Math.Clamp(_image.Sizes.Of(entry), 1, MostBeforeCall);
        if (_calls!.FirstIn(start.Section, start.Offset, start.Offset + size) is not null)
        {
            return true;
        }

        // Where a pointer to data of the tracer stands before the function, so does what is recorded.
        ulong before = _elf.Machine switch
        {
            ElfMachine.AArch64 => 8,
            ElfMachine.RiscV => 16,
            _ => 0,
        };
        return before > 0 && start.Offset >= before
            && _calls.FirstIn(start.Section, start.Offset - before, start.Offset) is { } call
            && !(_image.Module is null && _image.Sizes.TryFind(call.Offset, out int at)
                && _image.Listing.AddressOf(at) == call.Offset);
    }

    private HashSet<int> PathsWithCalls()
    {
        HashSet<int> paths = [];
        foreach (CodePlace call in _calls!.Places)
        {
            if (_image.Sizes.TryFind(call.Offset, out int entry))
            {
                paths.Add(_image.Attribution.PathNumber(entry));
            }
        }

        return paths;
    }

    private TextRegion? RegionOf(int entry)
    {
        ElfSymbol symbol = SymbolOf(entry);
        string section = _elf.Sections[(int)symbol.SectionNumber].Name;
        return TextRegion.All.FirstOrDefault(region => region.Section == section
            || (_marks.Range(region.Start, region.End) is { } range && symbol.Value >= range.Start && symbol.Value < range.End));
    }

    private CodePlace PlaceOf(int entry) => SymbolOf(entry) is var symbol && _image.Module is null
        ? new CodePlace(0, symbol.Value)
        : new CodePlace(symbol.SectionNumber, symbol.Value);

    private ElfSymbol SymbolOf(int entry) => _symbols[_image.Listing.IndexOf(entry)];
}
