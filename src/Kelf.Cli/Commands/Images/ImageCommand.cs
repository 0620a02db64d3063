// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Images;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Commands.Images;

/// <summary><c>kelf image</c>: what is inside a kernel image, and the kernel out of it.</summary>
internal static class ImageCommand
{
    private static readonly string[] s_infoExamples =
    [
        "kelf image info /boot/vmlinuz",
        "kelf image info linux.efi",
        "kelf image info --json kheaders.ko.xz",
    ];

    private static readonly string[] s_extractExamples =
    [
        "kelf image extract -o vmlinux /boot/vmlinuz",
        "kelf image extract --trim -o vmlinux bzImage",
        "kelf image extract -o Image boot.img",
        "kelf image extract -o ext4.ko ext4.ko.xz",
    ];

    private static readonly Argument<string> s_file = new("FILE") { Description = "A kernel image (bzImage, Image.gz, boot.img, a UKI, uImage, FIT, ...) or a module" };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print it as JSON" };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write it there",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<bool> s_trim = new("--trim")
    {
        Description = "Leave out what stands after the kernel: on x86 the table of relocations, elsewhere a signature or device trees",
    };

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    /// <summary>The command with its subcommands.</summary>
    public static Command Create()
    {
        Command info = new("info", "Say what is inside a kernel image: version, compression, configuration, headers, build ID.")
        {
            s_file, s_json, s_maxDecompressed, VerboseOption.Create(),
        };
        info.Validators.Add(result => MaxDecompressedOption.Refuse(result, s_maxDecompressed));
        info.WithExamples(s_infoExamples);
        info.SetAction(Info);
        Command extract = new("extract", "Get the uncompressed kernel out of a boot image, or the module out of a compressed one.")
        {
            s_file, s_output, s_trim, s_maxDecompressed,
        };
        extract.Validators.Add(result => MaxDecompressedOption.Refuse(result, s_maxDecompressed));
        extract.WithExamples(s_extractExamples);
        extract.SetAction(Extract);
        Command command = new("image", "Look into a kernel image, or get the kernel out of it.") { info, extract };
        command.WithExamples([.. s_infoExamples, .. s_extractExamples]);
        return command;
    }

    private static ImageLimits Limits(ParseResult parsed) =>
        new() { Decompression = MaxDecompressedOption.Bind(parsed, s_maxDecompressed) };

    private static int Info(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(s_file);
        ImageLimits limits = Limits(parsed);
        using InputBytes file = InputBytes.Open(path, limits.Piped);
        ImageReport report = ImageReport.Run(file.Contents, limits, WarningList.Current.Add);
        if (parsed.GetValue(s_json))
        {
            StandardOutput.Write(ImageInfo.Json(path, report, limits));
        }
        else
        {
            StandardOutput.WriteText(ImageInfo.Text(path, report, limits));
        }

        return ExitStatus.Done;
    }

    private static int Extract(ParseResult parsed)
    {
        ImageLimits limits = Limits(parsed);
        using InputBytes file = InputBytes.Open(parsed.GetRequiredValue(s_file), limits.Piped);
        new ImageExtractor(limits, WarningList.Current.Add).ExtractKernel(file.Contents, parsed.GetValue(s_trim), kernel =>
        {
            const int Portion = 1 << 24;
            using OutputFile output = OutputFile.Create(parsed.GetRequiredValue(s_output), keepsTime: true);
            for (long at = 0; at < kernel.Length; at += Portion)
            {
                output.Write(kernel.Span((ulong)at, (int)Math.Min(Portion, kernel.Length - at)));
            }

            output.Commit();
        });
        return ExitStatus.Done;
    }
}
