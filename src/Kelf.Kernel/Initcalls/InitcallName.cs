// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text;

namespace Kelf.Kernel.Initcalls;

/// <summary>What the name of a symbol says.</summary>
public enum InitcallNameKind
{
    /// <summary>Nothing about an initcall.</summary>
    Other,

    /// <summary>It begins like that of an initcall, and goes on otherwise.</summary>
    Malformed,

    /// <summary>It is that of an initcall, but for the level.</summary>
    WithoutLevel,

    /// <summary>It is that of an initcall.</summary>
    Initcall,
}

/// <summary>
/// The name of an initcall's symbol, taken apart (kernel <c>include/linux/init.h</c>, <c>__initcall_id</c>):
/// <c>__initcall__</c> MODULE <c>__</c> COUNTER <c>_</c> LINE <c>_</c> FUNCTION LEVEL.
/// </summary>
/// <remarks>
/// <c>__initcall__kmod_signal__579_5077_init_signal_sysctlsearly</c> is module <c>kmod_signal</c>, counter 579 (of all uses
/// of <c>__COUNTER__</c> in the file), line 5077, function <c>init_signal_sysctls</c>, level <c>early</c>. Where it is
/// ambiguous, the module is as long as possible, and then the function, as in the kernel's script.
/// </remarks>
public sealed class InitcallName
{
    private static readonly SearchValues<byte> s_blanks = SearchValues.Create(" \t\r\n\v\f"u8);
    private static readonly string[] s_levels = ["con", "cons", "early", "earlys", "rootfs", "rootfss"];

    private readonly byte[] _name;
    private readonly int _counterStart;
    private readonly int _lineStart;
    private readonly int _functionStart;
    private readonly int _levelStart;

    private InitcallName(byte[] name, int counter, int line, int function, int level) =>
        (_name, _counterStart, _lineStart, _functionStart, _levelStart) = (name, counter, line, function, level);

    /// <summary>What every initcall's name begins with.</summary>
    public static ReadOnlySpan<byte> Prefix => "__initcall__"u8;

    /// <summary>The whole name.</summary>
    public ReadOnlySpan<byte> Bytes => _name;

    /// <summary>Module, counter, line and function as they stand in the name: the end of the section's name.</summary>
    public ReadOnlySpan<byte> Suffix => _name.AsSpan(Prefix.Length.._levelStart);

    /// <summary>The module, e.g. <c>kmod_signal</c>; may be empty.</summary>
    public string Module => Text(Prefix.Length, _counterStart - 2);

    /// <summary>The counter's digits.</summary>
    public string Counter => Text(_counterStart, _lineStart - 1);

    /// <summary>The line's digits.</summary>
    public string Line => Text(_lineStart, _functionStart - 1);

    /// <summary>The function; may be empty.</summary>
    public string Function => Text(_functionStart, _levelStart);

    /// <summary>A digit, <c>early</c>, <c>rootfs</c> or <c>con</c>, perhaps followed by <c>s</c>.</summary>
    public string Level => Text(_levelStart, _name.Length);

    /// <summary>The section that the level's initcalls are linked into, e.g. <c>.initcall6.init</c>.</summary>
    public static string SectionOf(string level) => level == "con" ? ".con_initcall.init" : $".initcall{level}.init";

    /// <summary>Whether a section is that of a whole level, which LTO gives no suffix to order it by.</summary>
    public static bool IsSectionOfLevel(string section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section == SectionOf("con")
            || (section.StartsWith(".initcall", StringComparison.Ordinal) && section.EndsWith(".init", StringComparison.Ordinal)
                && Encoding.UTF8.GetBytes(section[".initcall".Length..^".init".Length]) is { Length: > 0 } level
                && LevelLength(level) == level.Length);
    }

    /// <summary>Takes a name apart.</summary>
    /// <param name="symbol">The name.</param>
    /// <param name="name">Its parts, if it is an initcall's.</param>
    public static InitcallNameKind Parse(ReadOnlySpan<byte> symbol, out InitcallName? name)
    {
        name = null;
        if (!symbol.StartsWith(Prefix))
        {
            return InitcallNameKind.Other;
        }

        for (int counter = symbol.Length - 1; counter >= Prefix.Length + 2; counter--)
        {
            if (symbol[counter - 1] == (byte)'_' && symbol[counter - 2] == (byte)'_'
                && TryNumber(symbol, counter, out int line) && TryNumber(symbol, line, out int function))
            {
                if (symbol[..counter].ContainsAny(s_blanks))
                {
                    return InitcallNameKind.Malformed;
                }

                int level = symbol.Length - LevelLength(symbol[function..]);
                if (level == symbol.Length)
                {
                    return InitcallNameKind.WithoutLevel;
                }

                name = new InitcallName(symbol.ToArray(), counter, line, function, level);
                return InitcallNameKind.Initcall;
            }
        }

        return InitcallNameKind.Malformed;
    }

    /// <summary>Orders initcalls of one object: by counter, then line, then name.</summary>
    public static int CompareInObject(InitcallName left, InitcallName right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        int order = CompareNumbers(left.Counter, right.Counter);
        order = order != 0 ? order : CompareNumbers(left.Line, right.Line);
        return order != 0 ? order : left.Bytes.SequenceCompareTo(right.Bytes);
    }

    /// <summary>True when both have the same counter, so that it does not say which comes first.</summary>
    public bool HasCounterOf(InitcallName other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CompareNumbers(Counter, other.Counter) == 0;
    }

    // Of any length: nothing bounds the digits in a name.
    private static int CompareNumbers(string left, string right)
    {
        (left, right) = (left.TrimStart('0'), right.TrimStart('0'));
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
    }

    /// <summary>Looks for digits and an underscore.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> symbol, int start, out int next)
    {
        int length = symbol[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        next = start + length + 1;
        return length > 0 && symbol[start + length] == (byte)'_';
    }

    /// <summary>The length of the shortest level that a text ends with, or 0.</summary>
    private static int LevelLength(ReadOnlySpan<byte> text)
    {
        if (text is [.., >= (byte)'0' and <= (byte)'9'])
        {
            return 1;
        }

        if (text is [.., >= (byte)'0' and <= (byte)'9', (byte)'s'])
        {
            return 2;
        }

        foreach (string level in s_levels)
        {
            if (text.Length >= level.Length && Ascii.Equals(text[^level.Length..], level))
            {
                return level.Length;
            }
        }

        return 0;
    }

    private string Text(int start, int end) => Encoding.UTF8.GetString(_name, start, end - start);
}
