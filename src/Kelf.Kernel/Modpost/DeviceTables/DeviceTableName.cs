// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.DeviceTables;

/// <summary>What the symbol says that <c>MODULE_DEVICE_TABLE(type, name)</c> makes of a table.</summary>
/// <param name="Module">The module; empty before 7.3, whose symbols name none.</param>
/// <param name="Type">The type.</param>
/// <param name="Name">The table.</param>
public readonly record struct DeviceTableName(string Module, string Type, string Name)
{
    private const string Separator = "__";
    private const string OldPrefix = "__mod_";
    private const string OldSuffix = "_device_table";
    private const string NewPrefix = "__mod_device_table__";
    private const string ModulePrefix = "__kmod_";

    /// <summary>Reads a name; null when it is not of the form that a release has.</summary>
    public static DeviceTableName? Parse(string symbol, ModpostRelease release)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return release >= ModpostRelease.Linux73 ? ParseNew(symbol) : ParseOld(symbol);
    }

    // __mod_device_table__ANYTHING__kmod_MODULE__TYPE__NAME
    private static DeviceTableName? ParseNew(string symbol)
    {
        if (!symbol.StartsWith(NewPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        // The two underscores at the end of the one may be those at the beginning of the other: __mod_device_table__kmod_8250__acpi__ids.
        int module = symbol.IndexOf(ModulePrefix, NewPrefix.Length - Separator.Length, StringComparison.Ordinal);
        if (module < 0)
        {
            return null;
        }

        module += ModulePrefix.Length;
        int type = symbol.IndexOf(Separator, module, StringComparison.Ordinal);
        int name = type < 0 ? -1 : symbol.IndexOf(Separator, type + Separator.Length, StringComparison.Ordinal);
        return name < 0
            ? null
            : new DeviceTableName(symbol[module..type], symbol[(type + Separator.Length)..name], symbol[(name + Separator.Length)..]);
    }

    // __mod_TYPE__NAME_device_table
    private static DeviceTableName? ParseOld(string symbol)
    {
        if (!symbol.StartsWith(OldPrefix, StringComparison.Ordinal) || !symbol.EndsWith(OldSuffix, StringComparison.Ordinal))
        {
            return null;
        }

        int name = symbol.IndexOf(Separator, OldPrefix.Length, StringComparison.Ordinal);
        return name < 0 ? null : new DeviceTableName("", symbol[OldPrefix.Length..name], symbol[(name + Separator.Length)..]);
    }
}
