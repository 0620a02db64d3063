// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.References;

/// <summary>What is behind a mismatch, and what is done about it, in the words of the kernel's own annotations (<c>linux/init.h</c>).</summary>
internal static class MismatchAdvice
{
    private static readonly (string Section, string Annotation)[] s_annotations =
    [
        (".init.text", "__init"), (".init.data", "__initdata"), (".init.rodata", "__initconst"), (".init.setup", "__setup"),
        (".exit.text", "__exit"), (".exit.data", "__exitdata"), (".meminit.text", "__meminit"), (".meminit.data", "__meminitdata"),
    ];

    /// <summary>What puts code or data into a section; null for the usual ones.</summary>
    public static string? AnnotationOf(ElfSection section) => s_annotations
        .FirstOrDefault(item => section.Name == item.Section || section.Name.StartsWith(item.Section + ".", StringComparison.Ordinal)).Annotation;

    /// <summary>Why the reference is forbidden.</summary>
    public static string ReasonOf(MismatchKind kind) => kind switch
    {
        MismatchKind.StaysToInit => "init memory is freed when the kernel has started, or the module is loaded; who uses the reference later meets "
            + "whatever is there then",
        MismatchKind.StaysToExit or MismatchKind.InitToExit =>
            "exit code is dropped where nothing can be unloaded: built in, or without CONFIG_MODULE_UNLOAD; the reference then leads nowhere",
        MismatchKind.ExitToInit => "init memory is long freed when exit code runs",
        MismatchKind.HotplugToInit => "with CONFIG_MEMORY_HOTPLUG __meminit code stays, and init memory is freed",
        MismatchKind.ExportFreed => "modules find exports at any time, and this one is freed or dropped",
        MismatchKind.ExceptionInAlternative =>
            "alternative instructions are copied to where they run: no fault has an address where they lie, so the entry is never found",
        _ => "a fault continues at the address that the exception table names, and there is no code",
    };

    /// <summary>The usual cures, each for a case that its first words name.</summary>
    /// <param name="kind">Why it is forbidden.</param>
    /// <param name="isData">Whether the reference is in a variable, and not in code.</param>
    /// <param name="source">What the reference is in.</param>
    /// <param name="target">What it leads to.</param>
    /// <param name="annotation">The annotation of the target, or what stands for it.</param>
    public static IEnumerable<string> CuresOf(MismatchKind kind, bool isData, string source, string target, string annotation) => kind switch
    {
        MismatchKind.StaysToInit or MismatchKind.HotplugToInit when isData =>
        [
            $"{source} is used at the start only: mark it __initdata, if it is constant __initconst",
            $"it is used later, too (a driver is bound whenever a device appears): remove {annotation} from {target}",
            $"{target} is used at the start only, and the code makes sure of that: mark {source} __refdata, and say why in a comment",
        ],
        MismatchKind.StaysToInit or MismatchKind.HotplugToInit =>
        [
            $"{source} runs at the start only: mark it __init",
            $"it runs later, too: remove {annotation} from {target}",
            $"it runs later, and uses {target} at the start only: mark {source} __ref, and say why in a comment",
        ],
        MismatchKind.StaysToExit when isData =>
        [
            $"{target} is called while the driver is bound or fails: remove {annotation} from it",
            $"the device cannot be unbound (module_platform_driver_probe and the like): use __exit_p({target}), mark {source} __refdata, and say "
                + "why in a comment",
        ],
        MismatchKind.StaysToExit =>
        [
            $"{source} runs at the exit only: mark it __exit",
            $"it runs before, too: remove {annotation} from {target}",
        ],
        MismatchKind.InitToExit => [$"{source} calls it when init fails, as most do: remove {annotation} from {target}"],
        MismatchKind.ExitToInit =>
        [
            $"remove {annotation} from {target}",
            $"{source} runs at the start only: mark it __init, and not __exit",
        ],
        MismatchKind.ExportFreed => [$"remove {annotation} from {target}, or its EXPORT_SYMBOL"],
        MismatchKind.ExceptionInAlternative => ["name the instruction where it runs: put _ASM_EXTABLE beside the original, not into the replacement"],
        _ => ["in assembly: give the section of the instruction the flags \"ax\"", "name the label of an instruction in _ASM_EXTABLE"],
    };
}
