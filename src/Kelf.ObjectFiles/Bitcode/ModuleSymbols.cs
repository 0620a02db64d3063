// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// Makes symbols of a module's records (LLVM BitCodeFormat, "MODULE_CODE_GLOBALVAR Record" and the following). In version 2
/// of the format each begins with offset and length of its name in the table of names.
/// </summary>
/// <param name="strings">The table of names.</param>
internal sealed class ModuleSymbols(Region strings)
{
    // What is wanted of the longest record; a function has its address' importance at 11.
    private const int MostOperands = 12;
    private const ulong Format = 2;
    private const int LinkageOperand = 5;

    private readonly ArrayBufferWriter<byte> _sectionNames = new();
    private readonly List<Range> _sections = [];

    // By value number, which aliases name: whether it is a function.
    private readonly List<bool> _functions = [];

    /// <summary>Looks at a record, and hands out the symbol that it stands for.</summary>
    public void Visit(ref BlockReader reader, BitcodeSymbolVisitor visitor)
    {
        Span<ulong> values = stackalloc ulong[MostOperands];
        switch ((ModuleRecord)reader.Code)
        {
            case ModuleRecord.Version:
                if (reader.TryOperand(out ulong version) && version != Format)
                {
                    throw reader.Malformed($"module has version {version}, and only {Format} (LLVM 5 and later) can be read");
                }

                break;
            case ModuleRecord.SectionName:
                byte[] name = reader.Text();
                _sections.Add(new Range(_sectionNames.WrittenCount, _sectionNames.WrittenCount + name.Length));
                _sectionNames.Write(name);
                break;
            case ModuleRecord.Variable:
                reader.Operands(values);
                Add(ref reader, visitor, values, isDeclared: values[4] == 0, isFunction: false, section: values[7],
                    Visibility(values[8]) | Tls(values[9]) | Address(values[10]));
                break;
            case ModuleRecord.Function:
                reader.Operands(values);
                Add(ref reader, visitor, values, isDeclared: values[4] != 0, isFunction: true, section: values[8],
                    Visibility(values[9]) | Address(values[11]));
                break;
            case ModuleRecord.Alias:
                reader.Operands(values);
                Add(ref reader, visitor, values, isDeclared: false, IsFunction(values[4]), section: 0,
                    BitcodeSymbolFlags.Indirect | Visibility(values[6]) | Tls(values[8]) | Address(values[9]));
                break;
            case ModuleRecord.Ifunc:
                reader.Operands(values);
                Add(ref reader, visitor, values, isDeclared: false, isFunction: true, section: 0, Visibility(values[6]));
                break;
        }
    }

    private static BitcodeSymbolFlags Visibility(ulong value) => (BitcodeSymbolFlags)(value & 3);

    private static BitcodeSymbolFlags Tls(ulong model) => model != 0 ? BitcodeSymbolFlags.Tls : 0;

    // 2 means that it does not matter inside the module only.
    private static BitcodeSymbolFlags Address(ulong importance) => importance == 1 ? BitcodeSymbolFlags.UnnamedAddress : 0;

    // What is computed from a global (an address inside a table) has a number after all globals: data.
    private bool IsFunction(ulong value) => value < (ulong)_functions.Count && _functions[(int)value];

    private void Add(
        ref BlockReader reader, BitcodeSymbolVisitor visitor, scoped ReadOnlySpan<ulong> values, bool isDeclared, bool isFunction,
        ulong section, BitcodeSymbolFlags flags)
    {
        _functions.Add(isFunction);
        if (values[0] > (ulong)strings.Length || values[1] > (ulong)strings.Length - values[0])
        {
            throw reader.Malformed($"name of {values[1]} bytes at 0x{values[0]:x} is outside the table of names ({strings.Length} bytes)");
        }

        if (section > (ulong)_sections.Count)
        {
            throw reader.Malformed($"section {section} is not below {_sections.Count + 1}");
        }

        ReadOnlySpan<byte> name = strings.Slice(values[0], values[1]).Span();
        ReadOnlySpan<byte> sectionName = section == 0 ? default : _sectionNames.WrittenSpan[_sections[(int)section - 1]];
        flags |= Linkage(values[LinkageOperand], isDeclared) | (isFunction ? BitcodeSymbolFlags.Executable : 0);
        if (name.StartsWith("llvm."u8) || sectionName.SequenceEqual("llvm.metadata"u8))
        {
            flags |= BitcodeSymbolFlags.FormatSpecific;
        }

        visitor(new BitcodeSymbol
        {
            // A 1 before a name keeps the target's prefix away; no target of the kernel has one.
            Name = name is [1, ..] ? name[1..] : name,
            IrName = name,
            Section = sectionName,
            Flags = flags,
        });
    }

    /// <summary>What follows from the linkage (LLVM BitCodeFormat, "linkage" of globals).</summary>
    private static BitcodeSymbolFlags Linkage(ulong linkage, bool isDeclared)
    {
        const ulong Internal = 3;
        const ulong ExternalWeak = 7;
        const ulong Common = 8;
        const ulong Private = 9;
        const ulong AvailableExternally = 12;
        BitcodeSymbolFlags flags = linkage is Internal or Private ? 0 : BitcodeSymbolFlags.Global;
        flags |= isDeclared || linkage == AvailableExternally ? BitcodeSymbolFlags.Undefined : 0;
        return flags | linkage switch
        {
            Private => BitcodeSymbolFlags.FormatSpecific,
            Common => BitcodeSymbolFlags.Common,
            // Weak and linkonce, each twice: numbers that are not written any more, and those that are.
            1 or 4 or 10 or 11 or (>= 16 and <= 19) or ExternalWeak => BitcodeSymbolFlags.Weak,
            _ => 0,
        };
    }
}
