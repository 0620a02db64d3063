// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.TestSupport;

/// <summary>Writes BTF, record by record.</summary>
/// <param name="order">Byte order.</param>
/// <param name="below">What it continues, or null.</param>
/// <example><code>
/// BtfBuilder btf = new(ByteOrder.Little);
/// uint number = btf.Integer("int", 4, BtfEncoding.Signed);
/// uint type = btf.Structure("s", 4, (number, "x", 0));
/// byte[] bytes = btf.Build();
/// </code></example>
public sealed class BtfBuilder(ByteOrder order, BtfBuilder? below = null)
{
    private const uint FlagBit = 1u << 31;
    private const int KindShift = 24;

    private readonly ByteAssembler _types = new(order);
    private readonly StringPool _strings = new(startsWithEmpty: below is null);
    private uint _next = below?._next ?? 1;

    private uint FirstString => below is null ? 0 : below.FirstString + (uint)below._strings.ToArray().Length;

    /// <summary>Where a name is.</summary>
    public uint Name(string name) => name.Length == 0 ? 0 : FirstString + _strings.Add(name);

    /// <summary>A record of any kind.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="name">Name, or empty.</param>
    /// <param name="value">Size or type.</param>
    /// <param name="count">How many parts.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="parts">Words after it.</param>
    /// <returns>Its id.</returns>
    public uint Add(BtfKind kind, string name, uint value, int count = 0, bool flag = false, params uint[] parts)
    {
        _types.U32(Name(name)).U32(((uint)kind << KindShift) | (uint)count | (flag ? FlagBit : 0)).U32(value);
        foreach (uint part in parts)
        {
            _types.U32(part);
        }

        return _next++;
    }

    /// <summary>An integer.</summary>
    public uint Integer(string name, uint size, BtfEncoding encoding = BtfEncoding.None) =>
        Add(BtfKind.Integer, name, size, parts: ((uint)encoding << KindShift) | (size * 8));

    /// <summary>A structure of members that are no bit-fields: type, name, offset in bits.</summary>
    public uint Structure(string name, uint size, params (uint Type, string Name, uint Offset)[] members) => Add(
        BtfKind.Structure, name, size, members.Length, false, [.. members.SelectMany(member => new[] { Name(member.Name), member.Type, member.Offset })]);

    /// <summary>A function, with a prototype of its own.</summary>
    public uint Function(string name, uint result, params (uint Type, string Name)[] parameters) => Add(
        BtfKind.Function, name, Add(BtfKind.Prototype, "", result, parameters.Length, false, [.. parameters.SelectMany(
            parameter => new[] { Name(parameter.Name), parameter.Type })]));

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        byte[] types = _types.ToArray(), strings = _strings.ToArray();
        return [.. new ByteAssembler(order).U16(0xeb9f).U8(1).U8(0).U32(24)
            .U32(0).U32((uint)types.Length).U32((uint)types.Length).U32((uint)strings.Length).ToArray(), .. types, .. strings];
    }
}
