// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths.Inputs;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The drop-in for <c>scripts/decode_stacktrace.sh</c>: its command line, the log on standard input, its text.</summary>
internal static class DecodeStacktraceDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "decode_stacktrace.sh";

    private const int NoImage = 1;
    private const int NoRelease = 2;

    /// <summary>Runs the tool.</summary>
    /// <param name="invokedAs">argv[0], which the usage has.</param>
    /// <param name="arguments">What follows it.</param>
    /// <returns>The exit status of the original.</returns>
    public static int Run(string invokedAs, IReadOnlyList<string> arguments)
    {
        if (arguments is ["-h", ..])
        {
            WriteUsage(invokedAs);
            return ExitStatus.Done;
        }

        bool asTheyAre = arguments is ["-R", ..];
        string[] rest = [.. arguments.Skip(asTheyAre ? 1 : 0)];
        string? image = rest switch
        {
            ["-r", var release, ..] => ImageOf(release),
            ["-r"] => ImageOf(""),
            [{ Length: > 0 } path, ..] => path,
            _ => null,
        };
        bool isRelease = rest is ["-r", ..];
        if (image is null)
        {
            StandardError.WriteLine(isRelease
                ? $"ERROR! vmlinux image for release {rest.ElementAtOrDefault(1)} is not found"
                : "ERROR! vmlinux image must be specified");
            WriteUsage(invokedAs);
            return isRelease ? NoRelease : NoImage;
        }

        string[] operands = isRelease ? [image] : rest;
        return DecodeRun.Run(image, null, Inputs(operands), null, new DecodeSettings
        {
            Format = DecodeFormat.Script,
            AddressesAsTheyAre = asTheyAre,
        });
    }

    // VMLINUX [BASE_PATH|auto [MODULES_PATH]]: modules may also be beside the image.
    private static ImageSetInputs Inputs(string[] operands)
    {
        string? start = operands.ElementAtOrDefault(1);
        string beside = Path.GetDirectoryName(operands[0]) is { Length: > 0 } directory ? directory : ".";
        return new ImageSetInputs(
            new PathInputs { Warn = WarningList.Current.Add },
            operands.ElementAtOrDefault(2) is { Length: > 0 } modules ? [modules, beside] : [])
        {
            Lines = new LineInputs { Base = start is null or "auto" ? null : start },
        };
    }

    // As the original looks for it.
    private static string? ImageOf(string release) => Array.Find(
        [
            $"/boot/vmlinux-{release}", $"/boot/vmlinux-{release}.debug",
            $"/usr/lib/debug/boot/vmlinux-{release}", $"/usr/lib/debug/boot/vmlinux-{release}.debug",
            $"/lib/modules/{release}/vmlinux", $"/lib/modules/{release}/build/vmlinux",
        ],
        Path.Exists);

    private static void WriteUsage(string invokedAs) => StandardOutput.WriteText(
        $"""
        Usage:
        	{invokedAs} [-R] -r <release>
        	{invokedAs} [-R] [<vmlinux> [<base_path>|auto [<modules_path>]]]
        	{invokedAs} -h
        Options:
          -R: decode return address instead of caller address.

        """);
}
