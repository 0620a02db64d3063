// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Compare;
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>
/// Tells changes that are causes from those that follow: where nothing but offsets and sizes is different, and a type that is a member has
/// changed, that one is the cause.
/// </summary>
internal sealed class ShiftedTypes
{
    private const int LongestChain = 64;

    private readonly RecordTable _table;

    // By name of a changed type: the change, or the type whose change it follows from.
    private readonly Dictionary<int, RecordChange> _changes = [];
    private readonly Dictionary<RecordChange, int> _direct = [];

    public ShiftedTypes(RecordTable table, IReadOnlyList<RecordChange> changes)
    {
        _table = table;
        foreach (RecordChange change in changes)
        {
            _changes.TryAdd(table.NameOf(change.Old), change);
        }

        foreach (RecordChange change in changes)
        {
            if (IsShift(change))
            {
                foreach (int type in table.ReferencesOf(change.Old))
                {
                    if (_changes.TryGetValue(type, out RecordChange? inner) && inner != change && HasOtherSize(inner))
                    {
                        _direct[change] = type;
                        break;
                    }
                }
            }
        }
    }

    /// <summary>The type whose own change a change follows from; -1 for one that is a cause.</summary>
    public int CauseOf(RecordChange change)
    {
        int cause = -1;
        for (int link = 0; link < LongestChain && _direct.TryGetValue(change, out int next); link++)
        {
            (cause, change) = (next, _changes[next]);
        }

        return cause;
    }

    private bool IsShift(RecordChange change)
    {
        ReadOnlySpan<int> old = _table.TokensOf(change.Old), @new = _table.TokensOf(change.New);
        if (old.Length != @new.Length)
        {
            return false;
        }

        for (int i = 0; i < old.Length; i++)
        {
            if (old[i] != @new[i] && !(IsPlace(old[i]) && IsPlace(@new[i])))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsPlace(int word)
    {
        ReadOnlySpan<byte> text = _table.Words[word];
        return text.StartsWith("data_member_location("u8) || text.StartsWith("data_bit_offset("u8) || text.StartsWith("byte_size("u8);
    }

    // The last size of a record is that of the type.
    private bool HasOtherSize(RecordChange change) => SizeOf(change.Old) != SizeOf(change.New);

    private int SizeOf(int record)
    {
        ReadOnlySpan<int> tokens = _table.TokensOf(record);
        for (int i = tokens.Length - 1; i >= 0 && i >= tokens.Length - 2; i--)
        {
            if (_table.Words[tokens[i]].StartsWith("byte_size("u8))
            {
                return tokens[i];
            }
        }

        return -1;
    }
}
