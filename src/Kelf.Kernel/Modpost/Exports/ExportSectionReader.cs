// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Exports;

/// <summary>
/// Exports of 6.12 and later: a record in <c>.export_symbol</c> for each, with a label <c>__export_symbol_NAME</c>, licence and
/// namespace as strings, and a word with a relocation to the symbol (kernel <c>include/linux/export.h</c>).
/// </summary>
public sealed class ExportSectionReader
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = ".export_symbol";

    private static readonly byte[] s_label = "__export_symbol_"u8.ToArray();

    private readonly ScannedObject _scanned;
    private readonly NameTable _names;
    private readonly ModpostModule _module;
    private readonly ElfSection _section;
    private readonly Region _contents;

    // Each export has its own strings. Any number of relocations may be at the same ones.
    private readonly OverlapBudget _budget;

    /// <summary>Prepares to read.</summary>
    /// <exception cref="MalformedFileException">The section reaches outside the file.</exception>
    public ExportSectionReader(ScannedObject scanned, NameTable names, ModpostModule module, ElfSection section)
    {
        (_scanned, _names, _module, _section) = (scanned, names, module, section);
        _contents = scanned?.File.Contents(section) ?? throw new ArgumentNullException(nameof(scanned));
        _budget = new OverlapBudget(_contents, "licences and namespaces of exports");
    }

    private string Prefix => _scanned.Release >= ModpostRelease.Linux73 ? _scanned.Label : _scanned.ModuleName;

    /// <summary>Reads the exports that a section of relocations for the section has, in order.</summary>
    /// <exception cref="MalformedFileException">A record is outside of the section, or a symbol is outside of the table.</exception>
    public void Read(ElfSection relocations)
    {
        ElfRelocationTable table = _scanned.File.Relocations(relocations);
        foreach (ElfRelocation relocation in table)
        {
            if (!IsNothing(relocation.Type))
            {
                Read(relocation);
            }
        }
    }

    // Notes to LoongArch's linker: R_LARCH_RELAX and R_LARCH_ALIGN.
    private bool IsNothing(uint type) => _scanned.File.Machine == ElfMachine.LoongArch && type is 100 or 102;

    private void Read(ElfRelocation relocation)
    {
        ulong word = _scanned.File.Class == ElfClass.Elf64 ? 8ul : 4;
        _ = _contents.Slice(relocation.Offset, word);
        ElfSymbol target = _scanned.Symbols[(int)Math.Min(relocation.SymbolIndex, int.MaxValue)];
        int label = _scanned.Nearest.AtOrBelow(_section.Index.Value, relocation.Offset);
        ReadOnlySpan<byte> labelName = label < 0 ? default : _scanned.Names[label];
        if (!labelName.StartsWith(s_label))
        {
            Error($"{SectionName} section contains strange symbol '{Latin1.Of(labelName)}'");
            return;
        }

        ReadOnlySpan<byte> name = labelName[s_label.Length..];
        if (target.Binding is not (ElfSymbolBinding.Global or ElfSymbolBinding.Weak))
        {
            Error($"local symbol '{Latin1.Of(name)}' was exported");
            return;
        }

        ReadOnlySpan<byte> targetName = _scanned.Names[target.Index];
        if (!targetName.SequenceEqual(name))
        {
            Error($"{SectionName} section references '{Latin1.Of(targetName)}', but it does not seem to be an export symbol");
            return;
        }

        ulong at = _scanned.Symbols[label].Value;
        ReadOnlySpan<byte> licence = _contents.CString(at);
        _budget.Spend(at, licence.Length);
        if (!licence.IsEmpty && !licence.SequenceEqual("GPL"u8))
        {
            Error($"unknown license '{Latin1.Of(licence)}' was specified for '{Latin1.Of(name)}'");
            return;
        }

        ReadOnlySpan<byte> space = _contents.CString(at + (ulong)licence.Length + 1);
        _budget.Spend(at, space.Length);
        Export export = new(_names.Add(name), _module)
        {
            IsGplOnly = !licence.IsEmpty,
            IsFunction = IsFunction(target),
            Namespace = Latin1.Of(space),
        };
        _scanned.Messages.Defer(_module.Exports.Count);
        _module.Exports.Add(export);
        WarnOfDiscarded(target, name);
    }

    private void WarnOfDiscarded(ElfSymbol target, ReadOnlySpan<byte> name)
    {
        if (target.IsUndefined || target.SectionNumber >= ElfSymbol.ReservedSections)
        {
            return;
        }

        string section = _scanned.File.SectionAt(target.SectionNumber, "section of an exported symbol").Name;
        string? kind = section.StartsWith(".init.", StringComparison.Ordinal) ? "init"
            : section.StartsWith(".exit.", StringComparison.Ordinal) ? "exit" : null;
        if (kind is null)
        {
            return;
        }

        string text = Latin1.Of(name);
        _scanned.Messages.Add(MessageLevel.Warning, _scanned.Release >= ModpostRelease.Linux73
            ? $"{Prefix}: EXPORT_SYMBOL used for {kind} symbol '{text}'. Remove __{kind} or EXPORT_SYMBOL."
            : $"{Prefix}: {text}: EXPORT_SYMBOL used for {kind} symbol. Remove __{kind} or EXPORT_SYMBOL.");
    }

    // 64-bit PA-RISC has functions of a type of its own (STT_PARISC_MILLI is STT_LOPROC).
    private bool IsFunction(ElfSymbol target) => target.Type == ElfSymbolType.Function
        || (_scanned.File.Machine == ElfMachine.PaRisc && _scanned.File.Class == ElfClass.Elf64 && (int)target.Type == 13);

    private void Error(string text) => _scanned.Messages.Add(MessageLevel.Error, $"{Prefix}: {text}");
}
