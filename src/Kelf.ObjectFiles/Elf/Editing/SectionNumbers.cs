// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>The new numbers of the sections of a file of which some go.</summary>
public sealed class SectionNumbers
{
    private const uint Gone = uint.MaxValue;
    private readonly uint[] _numbers;

    /// <summary>Numbers what stays, in the order of the file.</summary>
    /// <param name="count">Sections of the file, the null section included.</param>
    /// <param name="removed">Numbers of those that go.</param>
    internal SectionNumbers(int count, HashSet<uint> removed)
    {
        _numbers = new uint[count];
        for (uint i = 0; i < (uint)count; i++)
        {
            _numbers[i] = removed.Contains(i) ? Gone : (uint)KeptCount++;
        }
    }

    /// <summary>Sections that stay, the null section included.</summary>
    public int KeptCount { get; }

    /// <summary>True when all stay, with their numbers.</summary>
    public bool IsUnchanged => KeptCount == _numbers.Length;

    /// <summary>True when the section goes.</summary>
    public bool Removes(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Removes(section.Index.Value);
    }

    /// <summary>True when the section of that number goes; false for numbers that are no section's.</summary>
    public bool Removes(uint number) => number < (uint)_numbers.Length && _numbers[number] == Gone;

    /// <summary>The new number of a section that stays, or of one that is added: those follow.</summary>
    public uint NumberOf(uint number) => number < (uint)_numbers.Length
        ? _numbers[number]
        : number - (uint)_numbers.Length + (uint)KeptCount;
}
