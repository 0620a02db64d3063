// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Differential.ModpostInputs.DeviceTables;

/// <summary>
/// Sizes and offsets of a target's structures, as its compiler said while the kernel was built
/// (<c>scripts/mod/devicetable-offsets.h</c>): nothing of the tool's own table.
/// </summary>
internal sealed class RecordOffsets
{
    private readonly Dictionary<string, int> _sizes = [];
    private readonly Dictionary<string, List<(string Name, int Offset)>> _fields = [];

    public static RecordOffsets Read(string path)
    {
        RecordOffsets offsets = new();
        foreach (string[] words in File.ReadLines(path).Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is ["#define", string name, string value, ..] && int.TryParse(value, CultureInfo.InvariantCulture, out int number))
            {
                offsets.Add(name, number);
            }
        }

        return offsets;
    }

    public bool Has(string structTag) => _sizes.ContainsKey(structTag);

    public int SizeOf(string structTag) => _sizes[structTag];

    /// <summary>The fields by their offsets; each may reach up to the next.</summary>
    public IReadOnlyList<(string Name, int Offset)> FieldsOf(string structTag) => _fields[structTag];

    // SIZE_pci_device_id, OFF_pci_device_id_vendor: the size of a structure comes before its fields.
    private void Add(string name, int number)
    {
        if (name.StartsWith("SIZE_", StringComparison.Ordinal))
        {
            _sizes.TryAdd(name[5..], number);
            _fields.TryAdd(name[5..], []);
        }
        else if (name.StartsWith("OFF_", StringComparison.Ordinal))
        {
            string tag = _sizes.Keys.Where(tag => name.StartsWith($"OFF_{tag}_", StringComparison.Ordinal)).MaxBy(tag => tag.Length)!;
            if (!_fields[tag].Exists(field => field.Offset == number))
            {
                _fields[tag].Add((name[(5 + tag.Length)..], number));
                _fields[tag].Sort((left, right) => left.Offset.CompareTo(right.Offset));
            }
        }
    }
}
