// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kbuild;

/// <summary>What a kernel has to be so that a tool has something to do in its build.</summary>
/// <param name="Option">The option of its configuration that has to be set, if it is not unwanted, without <c>CONFIG_</c>.</param>
/// <param name="Otherwise">What it means that the option is not set (or is, if it is unwanted), for people.</param>
internal sealed record KbuildNeed(string Option, string Otherwise)
{
    /// <summary>
    /// The option that the machine's own Kconfig has to select, where the machine decides whether <see cref="Option"/> can be set; null
    /// where each machine may have it.
    /// </summary>
    public string? Selected { get; init; }

    /// <summary>True when it is the set option that leaves the tool nothing to do.</summary>
    public bool IsUnwanted { get; init; }

    /// <summary>The only machine (directory of <c>arch</c>) that the tool is made for, or null.</summary>
    public string? Machine { get; init; }

    /// <summary>Why a machine, or its configuration, does not have it; null when it has, or may have.</summary>
    public string? FindReason(KernelTree tree, KbuildMachine machine)
    {
        string kconfig = $"arch/{machine.SourceName}/Kconfig";
        if (Selected is not null && !Selects(tree.Read(kconfig) ?? "", Selected))
        {
            return $"{machine.SourceName} cannot have CONFIG_{Option}: {Otherwise}";
        }

        if (Machine is not null && machine.SourceName != Machine)
        {
            return $"of {Machine} alone";
        }

        return machine.Config is not { } config || config.IsSet(Option) != IsUnwanted ? null
            : $"CONFIG_{Option} is {(IsUnwanted ? "" : "not ")}set: {Otherwise}";
    }

    // "select NAME", perhaps with a condition behind it.
    private static bool Selects(string kconfig, string name) => kconfig.Split('\n').Any(line =>
        line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is ["select", var selected, ..] && selected == name);
}
