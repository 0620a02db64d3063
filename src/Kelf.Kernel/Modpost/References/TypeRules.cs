// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.References;

/// <summary>What members of a structure may refer to although the variable stays.</summary>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Members">The members.</param>
/// <param name="To">Classes of sections that they may refer to.</param>
/// <param name="Why">Why that does no harm.</param>
internal sealed record TypeRule(string Structure, string[] Members, SectionClass To, string Why)
{
    private const SectionClass Init = SectionClass.Init | SectionClass.MemoryInit;

    /// <summary>
    /// All of them; those of no release forbid what another one needs. What is not here is bound, opened or called whenever somebody
    /// likes, above all drivers: a variable of which it is known that this does not happen is marked <c>__refdata</c>, with a comment.
    /// </summary>
    public static IReadOnlyList<TypeRule> All { get; } =
    [
        new("pernet_operations", ["init"], Init, "without CONFIG_NET_NS there is one network namespace, which is made at the start"),
        new("console", ["setup", "match"], Init, "a console is set up while it is registered, at the start"),
        new("smp_ops", ["smp_prepare_boot_cpu", "smp_prepare_cpus", "smp_cpus_done"], Init, "processors are found at the start (x86)"),
        new("smp_operations", ["smp_init_cpus", "smp_prepare_cpus"], Init, "processors are found at the start (arm)"),
        new("plat_smp_ops", ["smp_setup", "prepare_cpus", "prepare_boot_cpu"], Init, "processors are found at the start (mips)"),
        new("cpu_operations", ["cpu_init", "cpu_prepare"], Init, "processors are found at the start (arm64)"),
        new("platform_driver", ["probe", "remove"], Init | SectionClass.Exit, "the driver is registered by platform_driver_probe: it is bound then or never, and stays so")
        {
            RegisteredBy = "__platform_driver_probe",
            NotBy = "__platform_driver_register",
        },
    ];

    /// <summary>The object has to need this symbol, which registers such variables once and for all; null: it need not.</summary>
    public string? RegisteredBy { get; init; }

    /// <summary>The object must not need this one, which registers them for whenever a device appears; null: it may.</summary>
    public string? NotBy { get; init; }

    /// <summary>Whether it is about a member.</summary>
    public bool IsOf(string structure, string member) => structure == Structure && Members.Contains(member, StringComparer.Ordinal);
}
