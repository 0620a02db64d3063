// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Places;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.References;

/// <summary>The name of a symbol by its index.</summary>
internal delegate ReadOnlySpan<byte> SymbolNaming(int symbol);

/// <summary>The texts of each release about sections and references.</summary>
/// <param name="scanned">The object; its messages take the texts.</param>
/// <param name="names">How symbols are called.</param>
internal sealed class MismatchMessages(ScannedObject scanned, SymbolNaming names)
{
    private readonly MessageList _messages = scanned.Messages;

    /// <summary>A section with contents that no program loads.</summary>
    public void NotAllocated(ElfSection section)
    {
        string name = NameOf(section);
        string first = scanned.Release switch
        {
            ModpostRelease.Linux61 => $"{scanned.Path} ({name}): unexpected non-allocatable section.",
            ModpostRelease.Linux612 => $"{scanned.ModuleName} ({name}): unexpected non-allocatable section.",
            _ => $"{scanned.Label}: unexpected non-allocatable section '{name}'.",
        };
        _messages.Add(
            MessageLevel.Warning,
            $"{first}\nDid you forget to use \"ax\"/\"aw\" in a .S file?\nNote that for example <linux/init.h> contains\n"
                + "section definitions for use in .S files.\n");
    }

    /// <summary>A forbidden reference.</summary>
    /// <exception cref="FatalException">One that ends the run.</exception>
    public void Add(in SectionMismatch mismatch)
    {
        (string source, string target) = (NameOf(mismatch.Source), NameOf(mismatch.Target));
        if (mismatch.Kind == MismatchKind.ExportFreed)
        {
            _messages.Add(
                MessageLevel.Warning, $"{scanned.Path}: EXPORT_SYMBOL used for init/exit symbol: {TargetOf(mismatch)} (section: {target})");
            return;
        }

        bool isException = mismatch.Kind is MismatchKind.ExceptionInAlternative or MismatchKind.ExceptionOutsideText;
        string place = $"{source}+0x{mismatch.Offset:x}";
        string owner = scanned.Release switch
        {
            ModpostRelease.Linux61 => scanned.Path,
            ModpostRelease.Linux612 => scanned.ModuleName,
            _ => scanned.Label,
        };
        _messages.Add(MessageLevel.Warning, isException && IsOld
            ? $"{owner}({place}): Section mismatch in reference from the {OldNameOf(mismatch.SourceSymbol, "")} "
                + $"to the {OldNameOf(mismatch.TargetSymbol, target + ":")}"
            : $"{owner}: section mismatch in reference: {SourceOf(mismatch)} (section: {source}) -> {TargetOf(mismatch)} (section: {target})");
        if (isException)
        {
            AddException(mismatch, place, target);
        }
    }

    /// <summary>Says that the type of a variable and its name do not say the same about a reference in it.</summary>
    public void Disagree(in SectionMismatch mismatch, TypeJudgement judgement, NamedException? exception)
    {
        DataPlace place = judgement.Place;
        string member = PrintableText.Of(PrintableText.Of(names(mismatch.SourceSymbol)) + place.Path);
        string type = $"{member} is of {PrintableText.Of(place.Type)}";
        string text = judgement.Rule is { } rule
            ? $"{type}, and may refer to {Latin1.ToPath(TargetOf(mismatch))}: {rule.Why}; by its name it would be reported"
            : $"{type}, which may not refer to {PrintableText.Of(mismatch.Target.Name)}; its name is accepted among {exception!.Name}";
        _messages.Add(MessageLevel.Note, $"    type:  {Latin1.OfPath(text)}");
    }

    private bool IsOld => scanned.Release < ModpostRelease.Linux612;

    private void AddException(in SectionMismatch mismatch, string place, string target)
    {
        if (mismatch.Kind == MismatchKind.ExceptionInAlternative)
        {
            throw _messages.Fatal(
                $"The relocation at {place} references\nsection \"{target}\" which is black-listed.\nSomething is seriously wrong and should be "
                    + "fixed.\nYou might get more information about where this is\ncoming from by using scripts/check_extable.sh "
                    + (IsOld ? scanned.Path : scanned.ModuleName));
        }

        if ((mismatch.Target.Flags & ElfSectionFlags.Executable) == 0)
        {
            _messages.Add(MessageLevel.Error, $"{place} references non-executable section '{target}'");
            return;
        }

        // 6.1 continues its warning; and a blank stands at the end of a line.
        _messages.Add(
            IsOld ? MessageLevel.Note : MessageLevel.Warning,
            $"The relocation at {place} references\nsection \"{target}\" which is not in the list of\nauthorized sections.  If you're "
                + $"adding a new section\nand/or if this reference is valid, add \"{target}\" to the\nlist of authorized sections to jump "
                + $"to on fault.\nThis can be achieved by adding \"{target}\" to{(IsOld ? " " : "")}\nOTHER_TEXT_SECTIONS in "
                + "scripts/mod/modpost.c.");
    }

    private static string NameOf(ElfSection section) => Latin1.OfPath(section.Name);

    private string SourceOf(in SectionMismatch mismatch)
    {
        string name = mismatch.SourceSymbol < 0 ? "" : Latin1.Of(names(mismatch.SourceSymbol));
        if (IsOld)
        {
            return name.Length == 0 ? "(unknown)" : name;
        }

        return name.Length == 0
            ? $"0x{(uint)mismatch.Offset:x}"
            : $"{name}+0x{(uint)(mismatch.Offset - scanned.Symbols[mismatch.SourceSymbol].Value):x}";
    }

    private string OldNameOf(int symbol, string section)
    {
        if (symbol < 0)
        {
            return $"(unknown reference) {section}(unknown)";
        }

        bool isFunction = scanned.Symbols[symbol].Type == ElfSymbolType.Function;
        return $"{(isFunction ? "function" : "variable")} {section}{Latin1.Of(names(symbol))}{(isFunction ? "()" : "")}";
    }

    private string TargetOf(in SectionMismatch mismatch) =>
        mismatch.TargetSymbol >= 0 ? Latin1.Of(names(mismatch.TargetSymbol))
        : IsOld ? "(unknown)"
        : $"0x{(uint)mismatch.Address:x}";
}
