// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.DeviceTables.Rules;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.DeviceTables;

/// <summary>A type of device tables, as some releases have it.</summary>
public sealed class DeviceTableType
{
    private readonly Lazy<RecordFormat> _format;
    private readonly Func<RecordFormat, AliasRule> _rule;

    /// <summary>A type whose aliases need a rule of their own.</summary>
    /// <param name="name">What <c>MODULE_DEVICE_TABLE</c> calls it.</param>
    /// <param name="structTag">Tag of the structure.</param>
    /// <param name="size">Its size, as <see cref="LayoutBytes.Parse"/> takes it.</param>
    /// <param name="fields">Its fields, as <see cref="DeviceField.Parse"/> takes them, with spaces between them.</param>
    /// <param name="rule">Makes the rule for a table.</param>
    public DeviceTableType(string name, string structTag, string size, string fields, Func<RecordFormat, AliasRule> rule)
    {
        Name = name;
        _rule = rule;
        _format = new Lazy<RecordFormat>(() =>
            new RecordFormat(structTag, LayoutBytes.Parse(size), [.. fields.Split(' ').Select(DeviceField.Parse)]));
    }

    /// <summary>A type whose aliases a template makes.</summary>
    /// <param name="name">What <c>MODULE_DEVICE_TABLE</c> calls it.</param>
    /// <param name="structTag">Tag of the structure.</param>
    /// <param name="size">Its size.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="template">The template.</param>
    public DeviceTableType(string name, string structTag, string size, string fields, string template)
        : this(name, structTag, size, fields, Shared(template))
    {
    }

    /// <summary>What <c>MODULE_DEVICE_TABLE</c> calls it.</summary>
    public string Name { get; }

    /// <summary>What messages of releases before 7.3 call it: the original checks cards of <c>pnp</c> as it checks its devices.</summary>
    public string NameInMessages { get => field ?? Name; init; }

    /// <summary>The first release that has it so.</summary>
    public ModpostRelease First { get; init; }

    /// <summary>The last release that has it so.</summary>
    public ModpostRelease Last { get; init; } = ModpostRelease.Linux73;

    /// <summary>Its records.</summary>
    public RecordFormat Format => _format.Value;

    /// <summary>The rule for a table.</summary>
    public AliasRule NewRule() => _rule(Format);

    // A template remembers nothing, so one is enough for all tables and threads.
    private static Func<RecordFormat, AliasRule> Shared(string template)
    {
        AliasTemplate? shared = null;
        return format => shared ??= new AliasTemplate(template, format);
    }
}
