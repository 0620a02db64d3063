// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>
/// The enums against the C library's <c>elf.h</c>: the names of the standards stand in the documentation of each value. What
/// a library of today does not have yet is checked against the standards by hand.
/// </summary>
public sealed partial class StandardNumbersTests
{
    private const string Header = "/usr/include/elf.h";

    // In glibc 2.36 by other names or not at all.
    private static readonly HashSet<string> _newer = new(StringComparer.Ordinal)
    {
        "R_AARCH64_PLT32", "R_ARM_THM_CALL", "R_ARM_THM_JUMP11", "R_ARM_THM_JUMP8", "R_LARCH_B16", "R_LARCH_B21", "R_LARCH_B26",
        "R_LARCH_ABS_HI20", "R_LARCH_ABS_LO12", "R_LARCH_ABS64_LO20", "R_LARCH_ABS64_HI12", "R_LARCH_PCALA_HI20",
        "R_LARCH_PCALA_LO12", "R_LARCH_PCALA64_LO20", "R_LARCH_PCALA64_HI12", "R_LARCH_GOT_PC_HI20", "R_LARCH_GOT_PC_LO12",
        "R_LARCH_32_PCREL", "R_LARCH_RELAX", "R_LARCH_DELETE", "R_LARCH_ALIGN", "R_LARCH_PCREL20_S2", "R_LARCH_CFA", "R_LARCH_ADD6",
        "R_LARCH_SUB6", "R_LARCH_ADD_ULEB128", "R_LARCH_SUB_ULEB128", "R_LARCH_64_PCREL", "R_LARCH_CALL36", "R_MIPS_PC21_S2",
        "R_MIPS_PC26_S2", "R_MIPS_PC18_S3", "R_MIPS_PC19_S2", "R_MIPS_PCHI16", "R_MIPS_PCLO16", "R_MIPS_PC32", "R_PPC64_REL24_NOTOC",
        "R_PPC64_ENTRY", "R_RISCV_SET_ULEB128", "R_RISCV_SUB_ULEB128", "SHF_GNU_RETAIN", "SHT_LLVM_ADDRSIG",
    };

    public static TheoryData<Type> Enums => new(
        typeof(ElfClass), typeof(ElfType), typeof(ElfMachine), typeof(ElfSectionType), typeof(ElfSectionFlags),
        typeof(ElfSymbolBinding), typeof(ElfSymbolType), typeof(ElfSymbolVisibility), typeof(ElfSegmentType), typeof(ElfSegmentFlags),
        typeof(ElfDynamicTag), typeof(GnuNoteType), typeof(X8664Relocation), typeof(I386Relocation), typeof(AArch64Relocation),
        typeof(ArmRelocation), typeof(RiscVRelocation), typeof(S390Relocation), typeof(PowerPcRelocation), typeof(PowerPc64Relocation),
        typeof(MipsRelocation), typeof(LoongArchRelocation), typeof(SparcRelocation), typeof(SuperHRelocation));

    [Fact]
    public void All_enums_of_machines_are_compared() => Assert.Empty(
        typeof(X8664Relocation).Assembly.GetTypes()
            .Where(type => type.IsEnum && type.Namespace == typeof(X8664Relocation).Namespace)
            .Except(Enums.Select(row => row.Data)));

    [Theory]
    [MemberData(nameof(Enums))]
    public void Numbers_are_those_of_the_standard(Type type)
    {
        Assert.SkipUnless(File.Exists(Header), $"there is no {Header}");
        Dictionary<string, ulong> standard = Read();
        Dictionary<string, string> names = StandardNames(type);
        foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            ulong value = Convert.ToUInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture);
            if (!names.TryGetValue(field.Name, out string? name))
            {
                Assert.True(value == 0, $"{type.Name}.{field.Name} has no name of a standard");
                continue;
            }

            Assert.True(standard.TryGetValue(name, out ulong wanted) || _newer.Contains(name), $"{name} is no name of {Header}");
            Assert.True(wanted == value || !standard.ContainsKey(name), $"{name} is {wanted}, not {value}");
        }
    }

    [Theory]
    [InlineData(ElfMachine.X8664, typeof(X8664Relocation))]
    [InlineData(ElfMachine.I386, typeof(I386Relocation))]
    [InlineData(ElfMachine.S390, typeof(S390Relocation))]
    [InlineData(ElfMachine.Mips, typeof(MipsRelocation))]
    [InlineData(ElfMachine.RiscV, typeof(RiscVRelocation))]
    [InlineData(ElfMachine.LoongArch, typeof(LoongArchRelocation))]
    public void Relocations_are_called_as_in_the_standard(ElfMachine machine, Type type)
    {
        foreach ((string field, string name) in StandardNames(type))
        {
            Assert.Equal(name, RelocationNames.Find(machine, Convert.ToUInt32(Enum.Parse(type, field), CultureInfo.InvariantCulture)));
        }

        Assert.Null(RelocationNames.Find(machine, 255));
        Assert.Equal("255", RelocationNames.Describe(machine, 255));
    }

    // From documentation such as `<c>SHT_NOTE</c>`, which stands before the value.
    private static Dictionary<string, string> StandardNames(Type type)
    {
        string folder = Path.Combine(SourceDirectory.Root, "src/Kelf.ObjectFiles/Elf");
        string text = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Single(text => Regex.IsMatch(text, $@"\benum {type.Name}\b"));
        string body = text[text.IndexOf($"enum {type.Name}", StringComparison.Ordinal)..];
        body = body[..body.IndexOf("\n}", StringComparison.Ordinal)];
        return ValueLine().Matches(body).ToDictionary(match => match.Groups[2].Value, match => match.Groups[1].Value, StringComparer.Ordinal);
    }

    private static Dictionary<string, ulong> Read()
    {
        Dictionary<string, ulong> found = new(StringComparer.Ordinal);
        foreach (Match match in Definition().Matches(File.ReadAllText(Header)))
        {
            string value = match.Groups[2].Value;
            ulong? number = match switch
            {
                _ when match.Groups[3].Success => 1UL << int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture),
                _ when value.StartsWith("0x", StringComparison.Ordinal) => ulong.Parse(value[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                _ when char.IsAsciiDigit(value[0]) => ulong.Parse(value, CultureInfo.InvariantCulture),
                _ => found.TryGetValue(value, out ulong same) ? same : null,
            };
            if (number is { } known)
            {
                found[match.Groups[1].Value] = known;
            }
        }

        return found;
    }

    // Values of flags are also written (1 << 5) and (1U << 31).
    [GeneratedRegex(@"^#define\s+(\w+)\s+(0x[0-9a-fA-F]+|[0-9]+|[A-Z]\w*|\(1U? << (\d+)\))(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"<c>(\w+)</c>[^\n]*\n\s+(\w+) = ")]
    private static partial Regex ValueLine();
}
