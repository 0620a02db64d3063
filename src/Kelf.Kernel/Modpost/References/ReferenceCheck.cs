// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Places;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Modpost.References;

/// <summary>
/// Finds references from what stays to what is freed, and the like, in one object. Most sections can break no rule,
/// and their relocations are not read.
/// </summary>
public sealed class ReferenceCheck : IDisposable
{
    private const int Portion = 512;
    private const ulong MostPages = 1 << 20;

    private readonly ScannedObject _object;
    private readonly ReferenceRules _rules;
    private readonly SectionClasses _classes;
    private readonly MismatchMessages _messages;
    private readonly ModpostOptions _options;
    private readonly ObjectPlaces? _places;
    private readonly TypeJudge? _types;
    private readonly MismatchExplanations? _explanations;
    private ulong _forgotten;

    /// <summary>Prepares the check of an object.</summary>
    /// <param name="scanned">The object; its messages take what is found.</param>
    /// <param name="options">What was asked for.</param>
    public ReferenceCheck(ScannedObject scanned, ModpostOptions options)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _object = scanned ?? throw new ArgumentNullException(nameof(scanned));
        _rules = ReferenceRules.Of(scanned.Release);
        _classes = new SectionClasses(scanned.File, scanned.Symbols, _rules);
        _messages = new MismatchMessages(scanned, NameOf);
        _places = options.ExplainsMismatches || options.JudgesByType ? new ObjectPlaces(scanned.File) : null;
        _types = options.JudgesByType ? new TypeJudge(scanned, _places!) : null;
        _explanations = options.ExplainsMismatches ? new MismatchExplanations(scanned, _places!, NameOf) : null;
    }

    private bool IsOld => _object.Release < ModpostRelease.Linux612;

    /// <summary>How many forbidden references were reported.</summary>
    public int Mismatches { get; private set; }

    /// <summary>Looks at a section itself: one with contents that no program loads has to be of a kind that is known.</summary>
    public void CheckSection(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.Type == ElfSectionType.ProgramBits && !section.IsAllocated && (_classes.Of(section) & SectionClass.Skipped) == 0)
        {
            _messages.NotAllocated(section);
        }
    }

    /// <summary>Looks at the references of a section.</summary>
    /// <param name="relocations">A section of relocations.</param>
    /// <exception cref="MalformedFileException">A relocation names no symbol, or a place outside its section.</exception>
    /// <exception cref="FatalException">The run ends here; a message says why.</exception>
    public void Check(ElfSection relocations)
    {
        ArgumentNullException.ThrowIfNull(relocations);
        ElfFile file = _object.File;
        ElfSection source = relocations.Info < (uint)file.Sections.Length
            ? file.Sections[(int)relocations.Info]
            : file.SectionAt(relocations.Info, $"sh_info of section {relocations.Index.Value} ({relocations.Name})");
        SectionClass from = _classes.Of(source);
        if ((from & SectionClass.Skipped) != 0)
        {
            return;
        }

        ElfRelocationTable table = file.Relocations(relocations);
        if (!table.HasAddends && table.Count > 0 && !IsOld && !TargetAddress.KnowsAddendsInPlace(file.Machine))
        {
            throw _object.Messages.Fatal("Please add code to calculate addend for this architecture");
        }

        SectionClass forbidden = SectionClass.None;
        foreach (ForbiddenPair pair in _rules.Pairs)
        {
            forbidden |= (pair.From & from) != 0 ? pair.To : SectionClass.None;
        }

        if (forbidden != SectionClass.None)
        {
            Check(table, relocations, source, from, forbidden);
        }
    }

    private void Check(ElfRelocationTable table, ElfSection relocations, ElfSection source, SectionClass from, SectionClass forbidden)
    {
        ReadOnlySpan<SectionClass> targets = _classes.OfSymbols();
        Span<uint> symbols = stackalloc uint[Portion];
        int count;
        for (long first = 0; (count = table.ReadSymbols(first, symbols)) > 0; first += count)
        {
            for (int i = 0; i < count; i++)
            {
                uint symbol = symbols[i];
                if (symbol >= (uint)targets.Length)
                {
                    throw table.Malformed(first + i, $"relocation of symbol {symbol}, but there are {targets.Length}");
                }

                // Hardly any is about what it must not.
                if ((targets[(int)symbol] & forbidden) != 0 && table[first + i] is var relocation && !IsSkipped(relocation, from))
                {
                    if (relocation.Offset > source.Size)
                    {
                        throw table.Malformed(first + i, $"offset 0x{relocation.Offset:x} is outside {source.Name} ({source.Size} bytes)");
                    }

                    Check(relocation, table.HasAddends, source, from, targets[(int)symbol]);
                }
            }

            Forget(relocations.Offset + ((ulong)(first + count) * relocations.EntrySize));
        }
    }

    // Relocations are the larger part of a kernel's object that is read, and are read once: when there are many pages of them, all before
    // this place in the file are given back.
    private void Forget(ulong place)
    {
        if (place > _forgotten && place - _forgotten < MostPages)
        {
            return;
        }

        if (place > _forgotten)
        {
            _object.File.Image.Forget(_forgotten, place - _forgotten);
        }

        _forgotten = place;
    }

    private void Check(in ElfRelocation relocation, bool hasAddends, ElfSection source, SectionClass from, SectionClass to)
    {
        ElfFile file = _object.File;
        ElfSymbol symbol = _object.Symbols[(int)relocation.SymbolIndex];
        // 6.1 takes machines that it cannot decode to have no addends.
        ulong address = hasAddends || (IsOld && !TargetAddress.KnowsAddendsInPlace(file.Machine))
            ? TargetAddress.WithAddend(file, relocation, symbol)
            : TargetAddress.InPlace(file, file.Contents(source), relocation, symbol);
        // 6.1 passes over addends that it cannot decode.
        if (!hasAddends && address == TargetAddress.Unknown && IsOld)
        {
            return;
        }

        MismatchKind kind = Array.Find(_rules.Pairs, pair => (pair.From & from) != 0 && (pair.To & to) != 0)!.Kind;
        int sourceSymbol = _object.Nearest.AtOrBelow(source.Index.Value, relocation.Offset);
        int targetSymbol = TargetSymbol(symbol, address);
        ElfSection target = file.SectionAt(symbol.SectionNumber, $"the section of symbol {symbol.Index}");
        SectionMismatch mismatch = new(kind, source, relocation.Offset, sourceSymbol, target, address, targetSymbol);
        bool isExempt = IsOld && (kind is MismatchKind.ExceptionInAlternative or MismatchKind.ExceptionOutsideText);
        NamedException? exception = isExempt ? null : AcceptedBy(mismatch, from, to);
        bool isGuess = exception is null or { IsGuess: true };
        TypeJudgement? judgement = isGuess && !isExempt && (from & SectionClass.Data) != 0 ? _types?.Judge(mismatch, to) : null;
        if (!(judgement?.IsAccepted ?? exception is not null))
        {
            Report(mismatch);
        }

        if (judgement is not null && judgement.IsAccepted != exception is not null)
        {
            _messages.Disagree(mismatch, judgement, exception);
        }
    }

    /// <summary>Writes what is known only when all references were looked at, if it was asked for: the explanations.</summary>
    public void Explain() => _explanations?.Tell();

    /// <inheritdoc/>
    public void Dispose() => _places?.Dispose();

    private void Report(in SectionMismatch mismatch)
    {
        Mismatches++;
        try
        {
            _messages.Add(mismatch);
        }
        finally
        {
            // Also of one that ends the run.
            _explanations?.Add(mismatch);
        }
    }

    // The symbol itself, or a near one where it is no valid name; where there is none, whatever name it has. In 6.1 any name is valid here.
    private int TargetSymbol(in ElfSymbol symbol, ulong address)
    {
        ReadOnlySpan<byte> name = _object.Names.Raw(symbol.Index);
        if (IsOld ? !name.IsEmpty : NearestSymbols.IsValid(name))
        {
            return symbol.Index;
        }

        int near = _object.Nearest.Near(symbol.SectionNumber, address);
        return near < 0 && !name.IsEmpty ? symbol.Index : near;
    }

    // Differences of two addresses in an exception table, and marks for the linker (RISC-V and LoongArch ELF psABI).
    private bool IsSkipped(in ElfRelocation relocation, SectionClass from) => _object.File.Machine switch
    {
        ElfMachine.RiscV => relocation.Type == (uint)RiscVRelocation.Sub32 && (from & SectionClass.ExceptionTable) != 0,
        ElfMachine.LoongArch => (LoongArchRelocation)relocation.Type is LoongArchRelocation.Relax or LoongArchRelocation.Align
            || (relocation.Type == (uint)LoongArchRelocation.Sub32 && (from & SectionClass.ExceptionTable) != 0),
        _ => false,
    };

    private NamedException? AcceptedBy(in SectionMismatch mismatch, SectionClass from, SectionClass to)
    {
        ReadOnlySpan<byte> source = mismatch.SourceSymbol < 0 ? default : NameOf(mismatch.SourceSymbol);
        ReadOnlySpan<byte> target = mismatch.TargetSymbol < 0 ? default : NameOf(mismatch.TargetSymbol);
        foreach (NamedException exception in _rules.Exceptions)
        {
            if (!(exception.EndsWithExtraWarnings && _options.HasExtraWarnings)
                && (exception.From == SectionClass.None || (exception.From & from) != 0)
                && (exception.To == SectionClass.None || (exception.To & to) != 0)
                && (exception.Source.Length == 0 || NamePattern.Any(exception.Source, source))
                && (exception.Target.Length == 0 || NamePattern.Any(exception.Target, target)))
            {
                return exception;
            }
        }

        return null;
    }

    private ReadOnlySpan<byte> NameOf(int symbol) =>
        _options.StripsLlvmSuffix ? PromotedName.WithoutPromotion(_object.Names[symbol]) : _object.Names[symbol];
}
