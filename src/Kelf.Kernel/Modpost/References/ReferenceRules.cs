// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.References;

/// <summary>
/// What a release forbids: classes of sections by their names, pairs of classes, and exceptions by the names of symbols. All of it is
/// data: a release more is a table more.
/// </summary>
internal sealed class ReferenceRules
{
    private const SectionClass FreedAfterStart = SectionClass.Init | SectionClass.MemoryInit;

    private readonly (SectionClass Class, NamePattern[] Patterns)[] _classes;

    private ReferenceRules((SectionClass Class, string Patterns)[] classes, ForbiddenPair[] pairs, NamedException[] exceptions)
    {
        _classes = [.. classes.Select(item => (item.Class, NamePattern.List(item.Patterns)))];
        (Pairs, Exceptions) = (pairs, exceptions);
    }

    /// <summary>The pairs; of several that a reference is of the first counts.</summary>
    public ForbiddenPair[] Pairs { get; }

    /// <summary>The exceptions; one is enough.</summary>
    public NamedException[] Exceptions { get; }

    /// <summary>Those of a release.</summary>
    public static ReferenceRules Of(ModpostRelease release) => release switch
    {
        ModpostRelease.Linux61 => Rules61.Table,
        ModpostRelease.Linux612 => Rules612.Table,
        _ => Rules73.Table,
    };

    /// <summary>The classes of a section.</summary>
    public SectionClass ClassesOf(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        SectionClass found = SectionClass.None;
        foreach ((SectionClass next, NamePattern[] patterns) in _classes)
        {
            if ((found & next) != next && NamePattern.Any(patterns, bytes))
            {
                found |= next;
            }
        }

        return (found & SectionClass.AnyText) != 0 ? found : found | SectionClass.NoText;
    }

    private static NamedException Accept(
        string name, SectionClass from = SectionClass.None, SectionClass to = SectionClass.None, string source = "", string target = "") =>
        new(from, to, NamePattern.List(source), NamePattern.List(target), name);

    // Static fields of one type in one file are made in their order; nested types, when the first of each is asked for.
    private static class Shared
    {
        public const string Skipped =
            ".comment* .debug* .zdebug* .GCC.command.line .mdebug* .pdr .stab* .note* .got* .toc* .xt.prop .xt.lit .arcextmap* "
            + ".gnu.linkonce.arcext* .cmem* .fmt_slot* .gnu.lto* .discard.*";

        public const string LaterSkipped = Skipped + " .llvm.call-graph-profile";

        public const string Text = ".text .text.* .sched.text .kprobes.text .cpuidle.text .noinstr.text .ltext .ltext.*";

        public const string OtherText =
            ".ref.text .head.text .spinlock.text .fixup .entry.text .exception.text .coldtext .softirqentry.text";

        public const string PciFixups =
            ".pci_fixup_early .pci_fixup_header .pci_fixup_final .pci_fixup_enable .pci_fixup_resume .pci_fixup_resume_early .pci_fixup_suspend";

        public static readonly (SectionClass, string)[] Classes =
        [
            (SectionClass.Init, ".init.*"),
            (SectionClass.Exit, ".exit.*"),
            (SectionClass.InitData, ".init.setup .init.rodata .init.data"),
            (SectionClass.InitText, ".init.text"),
            (SectionClass.Data, ".data .data.rel"),
            (SectionClass.PciFixup, PciFixups),
            (SectionClass.ExceptionTable, "__ex_table"),
            (SectionClass.AlternativeReplacement, ".altinstr_replacement"),
            (SectionClass.HeadText, ".head.text*"),
        ];

        public static readonly ForbiddenPair[] Pairs =
        [
            new(SectionClass.Text | SectionClass.Data, SectionClass.Init, MismatchKind.StaysToInit),
            new(SectionClass.Text | SectionClass.Data, SectionClass.Exit, MismatchKind.StaysToExit),
            new(SectionClass.Init, SectionClass.Exit, MismatchKind.InitToExit),
            new(SectionClass.Exit, SectionClass.Init, MismatchKind.ExitToInit),
            new(SectionClass.PciFixup, SectionClass.Init, MismatchKind.StaysToInit),
            new(SectionClass.ExceptionTable, SectionClass.AlternativeReplacement, MismatchKind.ExceptionInAlternative),
            new(SectionClass.ExceptionTable, SectionClass.NoText, MismatchKind.ExceptionOutsideText),
        ];

        public static readonly NamedException Parameters =
            Accept("parameters of modules, whose names begin __param", SectionClass.Data, SectionClass.InitData, "__param*");

        public static readonly NamedException ParameterOperations =
            Accept("operations of parameters, whose names begin __param_ops_", SectionClass.Data, SectionClass.InitText, "__param_ops_*");

        public static readonly NamedException Head =
            Accept("code that runs before everything else", SectionClass.HeadText, FreedAfterStart);

        public static readonly NamedException InitBounds = Accept("the bounds of init", target: "__init_begin _sinittext _einittext");
    }

    private static class Rules73
    {
        public static readonly ReferenceRules Table = new(
            [
                .. Shared.Classes,
                (SectionClass.Skipped, Shared.LaterSkipped + " __llvm_covfun __llvm_covmap .klp.symid"),
                (SectionClass.Text, Shared.Text),
                (SectionClass.AnyText, Shared.Text + " .init.text .exit.text " + Shared.OtherText + " .irqentry.text"),
            ],
            Shared.Pairs,
            [
                Shared.Parameters,
                Shared.ParameterOperations,
                Accept(
                    "tables of operations (*_ops) and consoles (*_console)", SectionClass.Data, SectionClass.Init | SectionClass.Exit,
                    "*_ops *_ops.llvm.* *_console") with { IsGuess = true },
                Shared.Head,
                Shared.InitBounds,
                Accept("copies for constant arguments, which are inlined or init themselves", SectionClass.AnyText, SectionClass.Init, "*.constprop.*"),
            ]);
    }

    private static class Rules612
    {
        public static readonly ReferenceRules Table = new(
            [
                .. Shared.Classes,
                (SectionClass.Skipped, Shared.LaterSkipped),
                (SectionClass.Text, Shared.Text),
                (SectionClass.AnyText, Shared.Text + " .init.text .exit.text " + Shared.OtherText + " .irqentry.text"),
            ],
            Shared.Pairs,
            [
                Shared.Parameters,
                Shared.ParameterOperations,
                Accept(
                    "tables of operations (*_ops), probe functions (*_probe) and consoles (*_console)", SectionClass.Data,
                    SectionClass.Init | SectionClass.Exit, "*_ops *_probe *_console") with { IsGuess = true },
                Shared.Head,
                Shared.InitBounds,
                Accept("copies for constant arguments, which are inlined or init themselves", SectionClass.AnyText, SectionClass.Init, "*.constprop.*"),
            ]);
    }

    private static class Rules61
    {
        public static readonly ReferenceRules Table = new(
            [
                .. Shared.Classes,
                (SectionClass.Skipped, Shared.Skipped),
                (SectionClass.MemoryInit, ".meminit.*"),
                (SectionClass.ExportTable, "___ksymtab*"),
                (SectionClass.InitData, ".meminit.rodata .meminit.data"),
                (SectionClass.Text, Shared.Text),
                (SectionClass.AnyText, Shared.Text + " .init.text .meminit.text .exit.text " + Shared.OtherText + " .irqentry.text"),
            ],
            [
                new(SectionClass.Text | SectionClass.Data, FreedAfterStart, MismatchKind.StaysToInit),
                new(SectionClass.Text | SectionClass.Data, SectionClass.Exit, MismatchKind.StaysToExit),
                new(SectionClass.MemoryInit, SectionClass.Init, MismatchKind.HotplugToInit),
                new(FreedAfterStart, SectionClass.Exit, MismatchKind.InitToExit),
                new(SectionClass.Exit, FreedAfterStart, MismatchKind.ExitToInit),
                new(SectionClass.ExportTable, SectionClass.Init | SectionClass.Exit, MismatchKind.ExportFreed),
                .. Shared.Pairs.Where(pair => (pair.From & (SectionClass.PciFixup | SectionClass.ExceptionTable)) != 0),
            ],
            [
                Shared.Parameters,
                Shared.ParameterOperations,
                Accept(
                    "tables and functions of drivers (*_template, *_timer, *_sht, *_ops, *_probe, *_probe_one, *_console)", SectionClass.Data, FreedAfterStart | SectionClass.Exit,
                    "*_template *_timer *_sht *_ops *_probe *_probe_one *_console") with { IsGuess = true },
                Shared.Head,
                Shared.InitBounds,
                Accept("copies for constant arguments, which are inlined or init themselves", SectionClass.AnyText, FreedAfterStart, "*.constprop.*"),
                Accept("labels of compilers", source: ".L*"),
                Accept("drivers (*driver)", SectionClass.Data, SectionClass.MemoryInit, "*driver") with { IsGuess = true },
                Accept("drivers (*driver)", SectionClass.Data, SectionClass.Exit, "*driver") with
                {
                    EndsWithExtraWarnings = true,
                    IsGuess = true,
                },
            ]);
    }
}
