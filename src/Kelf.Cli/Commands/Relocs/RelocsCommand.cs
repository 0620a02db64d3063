// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Relocs;

/// <summary><c>kelf relocs</c>: the table of places that boot code patches.</summary>
internal static class RelocsCommand
{
    private static readonly string[] s_examples =
    [
        "kelf relocs vmlinux.unstripped -o vmlinux.relocs",
        "kelf relocs --realmode realmode.elf -o realmode.relocs",
        "kelf relocs --abs-relocs vmlinux.unstripped",
        "kelf relocs --reloc-info vmlinux.unstripped | tail -n +2 | cut -f 2 | sort | uniq -c",
        "kelf relocs --kernel 6.12 vmlinux -o vmlinux.relocs",
        "kelf relocs --arch mips vmlinux",
    ];

    private static readonly Argument<string> s_file = new("IMAGE")
    {
        Description = "A linked image that kept its relocations (ld --emit-relocs)",
    };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write the result there instead of to standard output",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_text = new("--text") { Description = "The table as assembler source" };

    private static readonly Option<bool> s_realMode = new("--realmode")
    {
        Description = "The image is 16-bit boot code (realmode.elf)",
    };

    private static readonly Option<bool> s_absoluteSymbols = new("--abs-syms") { Description = "List the absolute symbols" };

    private static readonly Option<bool> s_absoluteRelocations = new("--abs-relocs")
    {
        Description = "List relocations against absolute symbols that are not known as constants",
    };

    private static readonly Option<bool> s_relocations = new("--reloc-info")
    {
        Description = "List all relocations of sections in memory, below a line with the names of the columns",
    };

    private static readonly Option<bool> s_binary = new("--bin")
    {
        Description = "MIPS: print the table instead of writing it into the image",
    };

    private static readonly Option<bool> s_keep = new("--keep")
    {
        Description = "MIPS: leave the sections of relocations as they are",
    };

    private static readonly Option<string> s_machine = new("--arch")
    {
        Description = "Refuse images for another machine: x86_64, i386, s390 or mips",
        HelpName = "ARCH",
    };

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("relocs", "Make the table of places that boot code patches when the kernel is moved.")
        {
            s_file, s_output, s_text, s_realMode, s_absoluteSymbols, s_absoluteRelocations, s_relocations,
            s_binary, s_keep, s_machine, s_maxDecompressed,
        };
        RelocsOptionSet.AddTo(command);
        s_machine.AcceptOnlyFromAmong("x86_64", "i386", "s390", "mips");
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => RelocsRun.Run(Bind(parsed)));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        MaxDecompressedOption.Refuse(result, s_maxDecompressed);
        Option[] results = [s_absoluteSymbols, s_absoluteRelocations, s_relocations, s_text, s_binary];
        for (int i = 0; i < results.Length; i++)
        {
            for (int j = i + 1; j < results.Length; j++)
            {
                ExclusiveOptions.Refuse(result, results[i], results[j]);
            }
        }
    }

    private static RelocsRequest Bind(ParseResult parsed) => new()
    {
        Input = parsed.GetRequiredValue(s_file),
        Output = parsed.GetValue(s_output),
        Result = parsed.GetValue(s_absoluteSymbols) ? RelocsResult.AbsoluteSymbols
            : parsed.GetValue(s_absoluteRelocations) ? RelocsResult.AbsoluteRelocations
            : parsed.GetValue(s_relocations) ? RelocsResult.Relocations
            : RelocsResult.Table,
        AsText = parsed.GetValue(s_text),
        AsBinary = parsed.GetValue(s_binary),
        KeepRelocations = parsed.GetValue(s_keep),
        Machine = parsed.GetValue(s_machine) switch
        {
            "x86_64" => ElfMachine.X8664,
            "i386" => ElfMachine.I386,
            "s390" => ElfMachine.S390,
            "mips" => ElfMachine.Mips,
            _ => null,
        },
        Decompression = MaxDecompressedOption.Bind(parsed, s_maxDecompressed),
        Options = RelocsOptionSet.Bind(parsed) with { RealMode = parsed.GetValue(s_realMode) },
    };
}
