// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Side;

/// <summary>The numbers that were used last, the last first: most of the time the next one is among them.</summary>
/// <param name="size">How many are kept.</param>
internal sealed class RecentNumbers(int size)
{
    private readonly int[] _numbers = new int[size];
    private int _count;

    /// <summary>The code of a number: its place, or after all places the number itself; and moves it to the front.</summary>
    public ulong Code(int number)
    {
        int place = _numbers.AsSpan(0, _count).IndexOf(number);
        MoveToFront(place, number);
        return place >= 0 ? (ulong)place : (ulong)size + (ulong)number;
    }

    /// <summary>The number of a code, which moves to the front.</summary>
    /// <param name="code">The code.</param>
    /// <param name="limit">The number must be less.</param>
    /// <returns>-1 when the code stands for none.</returns>
    public int Number(ulong code, int limit)
    {
        int place = -1;
        ulong number = code - (ulong)size;
        if (code < (ulong)size)
        {
            place = (int)code;
            if (place >= _count)
            {
                return -1;
            }

            number = (ulong)_numbers[place];
        }

        if (number >= (ulong)limit)
        {
            return -1;
        }

        MoveToFront(place, (int)number);
        return (int)number;
    }

    private void MoveToFront(int place, int number)
    {
        int moved = place < 0 ? Math.Min(_count, size - 1) : place;
        _numbers.AsSpan(0, moved).CopyTo(_numbers.AsSpan(1));
        _numbers[0] = number;
        _count += place < 0 && _count < size ? 1 : 0;
    }
}
