// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.TestSupport;

/// <summary>An offset into another section: what a linker would fill in.</summary>
internal sealed record Fixup(string Section, int Offset, int Width, string Target, ulong Value);

/// <summary>A reference to a label that may be defined later.</summary>
/// <param name="Section">Where the value stands.</param>
/// <param name="Offset">Offset there.</param>
/// <param name="Width">Bytes that it takes; negative for a LEB128 of that many.</param>
/// <param name="Target">The label.</param>
/// <param name="Base">What is subtracted: the start of the unit.</param>
/// <param name="TargetSection">Section that the value is an offset into, or null when it counts from the unit.</param>
internal sealed record PendingReference(
    string Section, int Offset, int Width, DieTarget Target, ulong Base, string? TargetSection);

/// <summary>The sections under construction, with what is still open between them.</summary>
internal sealed class DwarfSections(ByteOrder order, DwarfSections? supplementary)
{
    private readonly StringPool _strings = new(startsWithEmpty: false);
    private readonly StringPool _lineStrings = new(startsWithEmpty: false);
    private readonly List<PendingReference> _pending = [];

    public ByteOrder Order { get; } = order;

    public ByteAssembler Info { get; } = new(order);

    public ByteAssembler Types { get; } = new(order);

    public ByteAssembler Abbreviations { get; } = new(order);

    public ByteAssembler StringOffsets { get; } = new(order);

    public ByteAssembler Lines { get; } = new(order);

    public List<Fixup> Fixups { get; } = [];

    public Dictionary<DieTarget, ulong> Labels { get; } = [];

    public IEnumerable<(string Name, ByteAssembler Bytes)> All()
    {
        yield return (".debug_info", Info);
        yield return (".debug_types", Types);
        yield return (".debug_abbrev", Abbreviations);
        yield return (".debug_str", new ByteAssembler(Order).Bytes(_strings.ToArray()));
        yield return (".debug_line_str", new ByteAssembler(Order).Bytes(_lineStrings.ToArray()));
        yield return (".debug_str_offsets", StringOffsets);
        yield return (".debug_line", Lines);
    }

    public ByteAssembler Named(string section) => All().First(candidate => candidate.Name == section).Bytes;

    /// <summary>Writes an offset into another section.</summary>
    public void Offset(string section, ByteAssembler bytes, bool is64, string target, ulong value)
    {
        Fixups.Add(new Fixup(section, bytes.Position, is64 ? 8 : 4, target, value));
        bytes.Word(is64, value);
    }

    /// <summary>Writes the offset of a string in <c>.debug_str</c> or <c>.debug_line_str</c>.</summary>
    public void StringOffset(string section, ByteAssembler bytes, bool is64, DwForm form, string text)
    {
        if (form is DwForm.GnuStrpAlt or DwForm.StrpSup)
        {
            bytes.Word(is64, supplementary!._strings.Add(text));
            return;
        }

        bool isLine = form == DwForm.LineStrp;
        Offset(
            section, bytes, is64, isLine ? ".debug_line_str" : ".debug_str", (isLine ? _lineStrings : _strings).Add(text));
    }

    public void Refer(PendingReference reference) => _pending.Add(reference);

    public void ResolveLabels()
    {
        foreach (PendingReference reference in _pending)
        {
            ulong value = (Labels.TryGetValue(reference.Target, out ulong own) ? own : supplementary!.Labels[reference.Target])
                - reference.Base;
            if (reference.Width < 0)
            {
                Named(reference.Section).PatchUleb(reference.Offset, value, -reference.Width);
                continue;
            }

            Named(reference.Section).Patch(reference.Offset, value, reference.Width);
            if (reference.TargetSection is string target)
            {
                Fixups.Add(new Fixup(reference.Section, reference.Offset, reference.Width, target, value));
            }
        }

        _pending.Clear();
    }
}
