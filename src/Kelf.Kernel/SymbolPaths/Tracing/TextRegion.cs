// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>Code that may not be probed: a section of objects, which a linked kernel has between two symbols.</summary>
/// <param name="Section">The section's name in objects and modules.</param>
/// <param name="Start">The symbol at its beginning in a kernel.</param>
/// <param name="End">The symbol at its end.</param>
/// <param name="Reason">What it is.</param>
/// <param name="Machines">Where kernels refuse probes in it; none for everywhere.</param>
internal sealed record TextRegion(string Section, string Start, string End, string Reason, params ElfMachine[] Machines)
{
    /// <summary>
    /// All of them: <c>populate_kprobe_blacklist()</c> in the kernel's <c>kernel/kprobes.c</c>, and for each machine
    /// <c>arch_populate_kprobe_blacklist()</c> or <c>arch_within_kprobe_blacklist()</c>.
    /// </summary>
    public static IReadOnlyList<TextRegion> All { get; } =
    [
        new(".noinstr.text", "__noinstr_text_start", "__noinstr_text_end", "noinstr: nothing may instrument it"),
        new(".kprobes.text", "__kprobes_text_start", "__kprobes_text_end", "__kprobes: probes themselves use it"),
        new(".entry.text", "__entry_text_start", "__entry_text_end", "entry code",
            ElfMachine.X8664, ElfMachine.I386, ElfMachine.AArch64, ElfMachine.Arm),
        new(".irqentry.text", "__irqentry_text_start", "__irqentry_text_end", "entry code of interrupts",
            ElfMachine.AArch64, ElfMachine.Arm, ElfMachine.S390, ElfMachine.RiscV, ElfMachine.LoongArch),
        new(".hyp.text", "__hyp_text_start", "__hyp_text_end", "code of the hypervisor", ElfMachine.AArch64),
        new(".hyp.idmap.text", "__hyp_idmap_text_start", "__hyp_idmap_text_end", "code of the hypervisor at its physical address",
            ElfMachine.AArch64),
        new(".idmap.text", "__idmap_text_start", "__idmap_text_end", "code that runs at its physical address", ElfMachine.Arm),
        new(".head.text", "_stext", "__head_end", "code that starts the kernel", ElfMachine.PowerPc, ElfMachine.PowerPc64),
    ];

    /// <summary>Whether kernels of a machine refuse probes in it.</summary>
    public bool IsOf(ElfMachine machine) => Machines.Length == 0 || Machines.Contains(machine);
}
