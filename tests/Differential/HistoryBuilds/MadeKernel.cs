// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Kelf.Differential.HistoryBuilds;

/// <summary>A kernel that nobody compiled: exports, each with pointers to two types, in objects of some hundred.</summary>
internal sealed class MadeKernel
{
    private const int ExportsOfObject = 500;

    private readonly List<string>[] _members;
    private readonly (string Module, bool IsGplOnly, string Namespace, int Salt, bool IsThere)[] _exports;

    public MadeKernel(int exports)
    {
        _members = [.. Enumerable.Range(0, Math.Max(40, exports / 3)).Select(type => Enumerable.Range(0, 3 + (type % 6)).Select(i => $"m{i}").ToList())];
        _exports =
        [
            .. Enumerable.Range(0, exports).Select(i => (
                i % 3 == 0 ? "vmlinux" : string.Create(CultureInfo.InvariantCulture, $"drivers/mod{i / 65}"),
                i % 4 == 0, i % 50 == 7 ? "MADE" : "", 0, IsThere: i % 97 != 96)),
        ];
    }

    private MadeKernel(MadeKernel other) => (_members, _exports) = ([.. other._members.Select(list => list.ToList())], [.. other._exports]);

    public int Exports => _exports.Length;

    public int Types => _members.Length;

    public MadeKernel Copy() => new(this);

    public static string NameOf(int export) => string.Create(CultureInfo.InvariantCulture, $"made_{export:d5}");

    public static string TypeOf(int type) => string.Create(CultureInfo.InvariantCulture, $"type_{type:d4}");

    public bool IsThere(int export) => _exports[export].IsThere;

    public void Toggle(int export) => _exports[export].IsThere ^= true;

    public void Salt(int export) => _exports[export].Salt++;

    public void Move(int export, string module) => _exports[export].Module = module;

    public void Relicense(int export) => _exports[export].IsGplOnly ^= true;

    /// <summary>A member before all others, so that each of them moves.</summary>
    public void Grow(int type, string member) => _members[type].Insert(0, member);

    public void Shrink(int type) => _members[type].RemoveAt(_members[type].Count - 1);

    public string MembersOf(int type) => string.Join(' ', _members[type]);

    public uint CrcOf(int export)
    {
        uint crc = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(
            $"{Declaration(export)} {Record(First(export))} {Record(Second(export))} {_exports[export].Salt.ToString(CultureInfo.InvariantCulture)}"));
        return crc == 0 ? 1 : crc;
    }

    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        StringBuilder symvers = new();
        for (int i = 0; i < Exports; i++)
        {
            if (IsThere(i))
            {
                symvers.Append(CultureInfo.InvariantCulture, $"0x{CrcOf(i):x8}\t{NameOf(i)}\t{_exports[i].Module}\tEXPORT_SYMBOL{(_exports[i].IsGplOnly ? "_GPL" : "")}\t{_exports[i].Namespace}\n");
            }
        }

        File.WriteAllText(Path.Combine(directory, "Module.symvers"), symvers.ToString());
        for (int first = 0; first < Exports; first += ExportsOfObject)
        {
            int[] own = [.. Enumerable.Range(first, Math.Min(ExportsOfObject, Exports - first)).Where(IsThere)];
            StringBuilder text = new("s#common structure_type common { }\n");
            foreach (int type in own.SelectMany(export => new[] { First(export), Second(export) }).Distinct().Order())
            {
                text.Append(Record(type)).Append('\n');
            }

            foreach (int export in own)
            {
                text.Append(NameOf(export)).Append(' ').Append(Declaration(export)).Append('\n');
            }

            File.WriteAllText(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"object{first / ExportsOfObject:d3}.symtypes")), text.ToString());
        }
    }

    private int First(int export) => export % Types;

    private int Second(int export) => export * 7 % Types;

    private string Declaration(int export) =>
        $"subprogram ( formal_parameter pointer_type {{ s#{TypeOf(First(export))} }} byte_size(8) a , "
        + $"formal_parameter pointer_type {{ s#{TypeOf(Second(export))} }} byte_size(8) b ) -> base_type int byte_size(4) encoding(5)";

    private string Record(int type)
    {
        IEnumerable<string> members = _members[type].Select((name, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"member {(i % 3 == 1 ? "pointer_type { s#common } byte_size(8)" : "base_type long byte_size(8) encoding(5)")} {name} data_member_location({8 * i})"));
        return string.Create(
            CultureInfo.InvariantCulture, $"s#{TypeOf(type)} structure_type {TypeOf(type)} {{ {string.Join(" , ", members)} }} byte_size({8 * _members[type].Count})");
    }
}
