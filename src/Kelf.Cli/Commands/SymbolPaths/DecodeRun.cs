// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Decode.Script;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>A run of <c>kelf decode</c>, also under the name of the script.</summary>
internal static class DecodeRun
{
    // Of a file so much is written at a time; what comes from elsewhere is written as it comes.
    private const int Block = 1 << 20;

    /// <summary>Decodes and prints.</summary>
    /// <param name="image">The kernel.</param>
    /// <param name="log">The log; null for standard input.</param>
    /// <param name="inputs">The modules, and where paths and lines come from.</param>
    /// <param name="jobs">Threads at most, or null.</param>
    /// <param name="settings">What is printed.</param>
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
        using ImageSet images = ImageSet.Open(image, inputs with { Lines = Lines(inputs.Lines, settings) }, wanted: new HashSet<string>(), workers);
        LogOrigin origin = new(
            log == InputBytes.StandardInput ? InputBytes.StandardInputName : log, image, () => images.Identity, settings.Force);
        SortedSet<string> missing = new(StringComparer.Ordinal);
        SymbolImage? Module(string name, string? buildId)
        {
            if (images.FindModule(name, buildId, (path, identity) => origin.CheckModule(name, buildId, path, identity)) is { } module)
            {
                return module;
            }

            missing.Add(name);
            return null;
        }

        if (settings.Format == DecodeFormat.Script)
        {
            ScriptDecoder script = new(new ScriptSettings(images.Finder.Images[0], Module)
            {
                Base = inputs.Lines?.Base,
                TakesAddressesAsTheyAre = settings.AddressesAsTheyAre,
                Release = origin.CheckRelease,
                BuildId = origin.CheckBuildId,
            });
            Decode(input, log, new DecodedScript(script));
            DecodeWarnings.OfScript(script, missing);
        }
        else
        {
            using DecodeJson? json = settings.Format == DecodeFormat.Json ? new DecodeJson() : null;
            LogDecoder lines = new(new TraceDecoder(Finder(images, input, settings), Module), Settings(settings, json, origin, images.Finder.Images[0].Elf));
            Decode(input, log, json is null ? new DecodedText(lines) : new DecodedFrames(lines, json));
            DecodeWarnings.OfLog(image, lines, missing);
        }

        return images.HasLineFailures ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static LineInputs? Lines(LineInputs? lines, DecodeSettings settings) => settings.Lines == false ? null : (lines ?? new LineInputs()) with
    {
        AreNeeded = settings.Lines == true,
        KeepsPaths = settings.Format == DecodeFormat.Script,
    };

    private static LogSettings Settings(DecodeSettings settings, DecodeJson? json, LogOrigin origin, ElfFile? image) => new()
    {
        Frames = json is null ? null : json.Write,
        Places = settings.Lines == false ? null : new PlaceSettings
        {
            TakesAddressesAsTheyAre = settings.AddressesAsTheyAre,
            TrustsOtherSizes = settings.Force,
            Remark = WarningList.ListsAll ? WarningList.Current.Add : null,
        },
        Inline = settings.Inline,
        ShowsDiscriminators = settings.Discriminators,
        ReplacesRustNames = settings.Demangle,
        ExplainCode = settings.Code && image is not null ? new CodeDisassembly(image).Explain : null,
        Release = origin.CheckRelease,
        BuildId = origin.CheckBuildId,
    };

    // A log with one trace asks for few symbols; a block of its lines is then all of it.
    private static SymbolFinder Finder(ImageSet images, LineInput input, DecodeSettings settings)
    {
        if (!input.IsWhole || settings is not { Format: DecodeFormat.Log or DecodeFormat.Json, Lines: not false })
        {
            return images.Finder;
        }

        AskedSymbols? asked = LogSurvey.Ask(input.Next());
        bool isAll = input.Next().IsEmpty;
        input.Rewind();
        return isAll ? images.FinderOfPlaces(asked) : images.Finder;
    }

    private static void Decode(LineInput input, string log, IDecodedLog decoded)
    {
        ReadOnlySpan<byte> block;
        if (input.IsWhole)
        {
            while (!(block = input.Next()).IsEmpty)
            {
                decoded.Learn(block);
            }

            input.Rewind();
            decoded.Restart();
        }
        else if (log == InputBytes.StandardInput && DescriptorStream.IsTerminal(0))
        {
            StandardError.WriteLine("kelf: the log is read from the terminal; its end is Ctrl-D");
        }

        while (!(block = input.Next()).IsEmpty)
        {
            decoded.Decode(block);
            decoded.Print(input.IsWhole ? Block : 1);
        }

        decoded.End();
        decoded.Print(1);
    }
}
