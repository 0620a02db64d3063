// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Settings;

namespace Kelf.Cli.Commands.Modpost;

/// <summary>
/// Options of <c>kelf modpost</c> that the drop-in takes, too, when they come before the build's own arguments: make's variable
/// <c>KELF_MODPOST</c> has them (kbuild/fragments/modpost.mk).
/// </summary>
internal static class ModpostFlags
{
    /// <summary>Adds an option to those before it; null when it is none of these.</summary>
    public static ModpostOptions? Apply(ModpostOptions options, string flag) => flag switch
    {
        "--linked-versions" => options with { HasLinkedVersions = true },
        "--compute-versions" => options with { ComputesVersions = true },
        "--stable" => options with { IsStable = true },
        "--strip-lto-suffix" => options with { StripsLtoSuffix = true },
        "--strip-llvm-suffix" => options with { StripsLlvmSuffix = true },
        "--check-imports" => options with { ChecksImports = true },
        "--all-undefined" => options with { GivesHints = true },
        "--explain" => options with { ExplainsMismatches = true },
        "--by-type" => options with { JudgesByType = true },
        _ => null,
    };
}
