// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Inputs;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>A run of <c>kelf decode</c>.</summary>
internal static class DecodeRun
{
    // Of a file so much is written at a time; what comes from elsewhere is written as it comes.
    private const int Block = 1 << 20;

    /// <summary>Decodes and prints.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(string image, string? log, ImageSetInputs inputs, int? jobs, DecodeSettings settings)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        log ??= InputBytes.StandardInput;
        using LineInput input = LineInput.Open(log);
        using WorkerSource workers = CommandWorkers.Find(jobs);
        using ImageSet images = ImageSet.Open(image, inputs, wanted: new HashSet<string>(), workers);
        LogOrigin origin = new(
            log == InputBytes.StandardInput ? InputBytes.StandardInputName : log, image, () => images.Identity, settings.Force);
        SortedSet<string> missing = new(StringComparer.Ordinal);
        TraceDecoder decoder = new(images.Finder, (name, buildId) =>
        {
            if (images.FindModule(name, buildId, (path, identity) => origin.CheckModule(name, buildId, path, identity)) is { } module)
            {
                return module;
            }

            missing.Add(name);
            return null;
        });
        using DecodeJson? json = settings.Format == DecodeFormat.Json ? new DecodeJson() : null;
        LogDecoder lines = new(decoder, new LogSettings
        {
            Frames = json is null ? null : json.Write,
            Places = settings.Lines == false ? null : new PlaceSettings
            {
                TakesAddressesAsTheyAre = settings.AddressesAsTheyAre,
                TrustsOtherSizes = settings.Force,
            },
            Inline = settings.Inline,
            ShowsDiscriminators = settings.Discriminators,
            ReplacesRustNames = settings.Demangle,
            Release = origin.CheckRelease,
            BuildId = origin.CheckBuildId,
        });
        Decode(input, log, lines, json);
        Warn(image, lines, missing);
        return ExitStatus.Done;
    }

    private static void Decode(LineInput input, string log, LogDecoder lines, DecodeJson? json)
    {
        ReadOnlySpan<byte> block;
        if (input.IsWhole)
        {
            while (!(block = input.Next()).IsEmpty)
            {
                lines.Learn(block);
            }

            input.Rewind();
            lines.Restart();
        }
        else if (log == InputBytes.StandardInput && DescriptorStream.IsTerminal(0))
        {
            StandardError.WriteLine("kelf: the log is read from the terminal; its end is Ctrl-D");
        }

        while (!(block = input.Next()).IsEmpty)
        {
            lines.Decode(block);
            Write(lines, json, input.IsWhole ? Block : 1);
        }

        lines.End();
        Write(lines, json, 1);
        if (json is not null)
        {
            StandardOutput.Write(json.End());
        }
    }

    private static void Write(LogDecoder lines, DecodeJson? json, int least)
    {
        if (json?.Take(least) is { Length: > 0 } frames)
        {
            StandardOutput.Write(frames);
        }

        if (lines.Text.Length >= least)
        {
            StandardOutput.WriteUnchanged(lines.Text);
            lines.Clear();
        }
    }

    private static void Warn(string image, LogDecoder lines, SortedSet<string> missing)
    {
        if (lines.OtherSizes * 2 > lines.Known)
        {
            Add(
                WarningKind.OtherSizes,
                $"{lines.OtherSizes} of {lines.Known} functions have another size in {image}: is it the kernel that wrote the log?");
        }

        if (lines.ImplausibleOffset is { } offset)
        {
            Add(WarningKind.ImplausibleOffset, $"the log says that the kernel was moved by 0x{offset:x}, which this machine's cannot be: not used");
        }

        if (missing.Count > 0)
        {
            Add(
                WarningKind.MissingModules,
                $"functions of {string.Join(", ", missing)} are left as they are: give the modules with --modules");
        }
    }

    private static void Add(string kind, string text) => WarningList.Current.Add(Diagnostic.Warning(kind, text));
}
