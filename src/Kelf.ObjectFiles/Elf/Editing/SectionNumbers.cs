// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>The new numbers of the sections of a file of which some go, and others are added.</summary>
public sealed class SectionNumbers
{
    private const uint Gone = uint.MaxValue;
    private readonly uint[] _numbers;
    private readonly uint _firstAdded;

    /// <summary>Numbers what stays, in the order of the file, and what is added after it or between.</summary>
    /// <param name="count">Sections of the file, the null section included.</param>
    /// <param name="removed">Numbers of those that go.</param>
    /// <param name="before">The section that the added ones come before; null for all of them last.</param>
    /// <param name="added">How many are added; without <paramref name="before"/> it does not matter.</param>
    internal SectionNumbers(int count, HashSet<uint> removed, uint? before, int added)
    {
        _numbers = new uint[count];
        uint next = 0;
        for (uint i = 0; i < (uint)count; i++)
        {
            if (i == before)
            {
                _firstAdded = next;
                next += (uint)added;
            }

            _numbers[i] = removed.Contains(i) ? Gone : next++;
        }

        KeptCount = count - removed.Count;
        _firstAdded = before is null ? next : _firstAdded;
        IsUnchanged = removed.Count == 0 && (before is null || added == 0);
    }

    /// <summary>Sections that stay, the null section included.</summary>
    public int KeptCount { get; }

    /// <summary>True when all stay, with their numbers.</summary>
    public bool IsUnchanged { get; }

    /// <summary>True when the section goes.</summary>
    public bool Removes(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Removes(section.Index.Value);
    }

    /// <summary>True when the section of that number goes; false for numbers that are no section's.</summary>
    public bool Removes(uint number) => number < (uint)_numbers.Length && _numbers[number] == Gone;

    /// <summary>The new number of a section that stays, or of one that is added.</summary>
    public uint NumberOf(uint number) => number < (uint)_numbers.Length
        ? _numbers[number]
        : number - (uint)_numbers.Length + _firstAdded;
}
