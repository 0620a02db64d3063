// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Walk;

/// <content>What entries are called: in their texts, as references, and in messages.</content>
internal sealed partial class TypeWalk
{
    // Names without a qualifier, by kind and place in .debug_str: most types of most units are met under the same names.
    private readonly Dictionary<(ulong Offset, byte Kind), int> _knownNames = [];
    private byte[] _qualified = new byte[256];

    private void QualifiedName(ref WalkFrame frame)
    {
        // Of the wrappers only typedefs are ever referred to by name.
        Name(frame.Tag == DwTag.Typedef ? NameAggregate(ref frame) : Qualify(frame));
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty)
        {
            Literal(" "u8);
            NameOrReference(name);
        }
    }

    /// <summary>A name that looks like a reference is taken for one, as the original does.</summary>
    private void NameOrReference(ReadOnlySpan<byte> name)
    {
        if (TypeNames.LooksLikeReference(name))
        {
            _scratch.Numbered(PieceKind.Reference, Names.Add(name));
        }
        else
        {
            Literal(name);
        }
    }

    /// <summary>The qualified name of an aggregate or typedef; its record is given the reference to it.</summary>
    private ReadOnlySpan<byte> NameAggregate(ref WalkFrame frame)
    {
        ReadOnlySpan<byte> name = Qualify(frame);
        if (name.IsEmpty || frame.IsShallow)
        {
            return name;
        }

        byte kind = TypeNames.KindOf(frame.Tag);
        bool isQualified = _indexOf(frame.Unit).PrefixOf(frame.Die.Offset).Length > 0;
        if (!isQualified && frame.Unit.TryStringOffset(frame.Die.NameAttribute, out ulong offset))
        {
            if (!_knownNames.TryGetValue((offset, kind), out int known))
            {
                known = TypeNames.Add(Names, kind, name);
                _knownNames.Add((offset, kind), known);
            }

            Records[frame.Record].Name = known;
            return name;
        }

        Records[frame.Record].Name = TypeNames.Add(Names, kind, name);
        return name;
    }

    /// <summary>The qualified name of an entry; empty when it has none. Valid until the next call.</summary>
    private ReadOnlySpan<byte> Qualify(in WalkFrame frame)
    {
        ReadOnlySpan<byte> name = frame.Die.Name;
        ReadOnlySpan<byte> prefix = name.IsEmpty ? default : _indexOf(frame.Unit).PrefixOf(frame.Die.Offset);
        if (prefix.IsEmpty)
        {
            return name;
        }

        int length = prefix.Length + name.Length;
        if (_qualified.Length < length)
        {
            _qualified = new byte[length * 2];
        }

        prefix.CopyTo(_qualified);
        name.CopyTo(_qualified.AsSpan(prefix.Length));
        return _qualified.AsSpan(0, length);
    }

    private RefusedException UnexpectedType(in WalkFrame frame) => EntryErrors.At(
        frame.Unit, frame.Die.Offset, $"unexpected type: {(ushort)frame.Tag:x} ({DwarfNames.Of(frame.Tag)}), {NameForMessages(frame)}");

    private string NameForMessages(in WalkFrame type)
    {
        ReadOnlySpan<byte> name = Qualify(type);
        return name.IsEmpty ? "a type without a name" : PrintableText.Of(name);
    }
}
