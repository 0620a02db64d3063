// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>A run of <c>kelf decode</c>.</summary>
internal static class DecodeRun
{
    /// <summary>Decodes and prints.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(string image, string? log, ImageSetInputs inputs, int? jobs, bool json)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        LogDecoder lines = new(Read(log));
        using WorkerSource workers = CommandWorkers.Find(jobs);
        using ImageSet images = ImageSet.Open(image, inputs, lines.Modules, workers);
        IReadOnlyList<DecodedFrame> frames = lines.Decode(new TraceDecoder(images.Finder));
        if (json)
        {
            StandardOutput.Write(Json(frames));
        }
        else
        {
            StandardOutput.WriteUnchanged(lines.Rewrite(frames));
        }

        WarnOfMissing(image, frames, images.Finder);
        return ExitStatus.Done;
    }

    private static byte[] Read(string? log)
    {
        using InputBytes text = InputBytes.Open(log ?? InputBytes.StandardInput);
        return text.Contents.Span().ToArray();
    }

    private static void WarnOfMissing(string image, IReadOnlyList<DecodedFrame> frames, SymbolFinder finder)
    {
        DecodedFrame[] known = [.. frames.Where(frame => frame.Candidates.Length > 0)];
        int others = known.Count(frame => !frame.HasSize);
        if (others * 2 > known.Length)
        {
            WarningList.Current.Add(Diagnostic.Warning(
                WarningKind.OtherSizes,
                $"{others} of {known.Length} functions have another size in {image}: is it the kernel that wrote the log?"));
        }

        HashSet<string?> modules = [.. finder.Images.Select(item => item.Module)];
        string[] missing =
        [
            .. frames.Select(frame => frame.Frame.Module).OfType<string>().Where(name => !modules.Contains(SymbolFinder.ModuleName(name)))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        if (missing.Length > 0)
        {
            WarningList.Current.Add(Diagnostic.Warning(
                WarningKind.MissingModules,
                $"functions of {string.Join(", ", missing)} are left as they are: give the modules with --modules"));
        }
    }

    private static byte[] Json(IReadOnlyList<DecodedFrame> frames) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach (DecodedFrame frame in frames)
        {
            json.WriteStartObject();
            json.WriteNumber("line", frame.Line + 1);
            json.WriteString("name", frame.Frame.Name);
            json.WriteNumber("offset", frame.Frame.Offset);
            json.WriteNumber("size", frame.Frame.Size);
            json.WriteString("module", frame.Frame.Module);
            json.WriteBoolean("isGuess", frame.Frame.IsGuess);
            json.WriteString("evidence", TextOf(frame.Evidence));
            json.WriteStartArray("candidates");
            foreach (SymbolHit hit in frame.Candidates.Take(LogDecoder.MostShown))
            {
                json.WriteStartObject();
                json.WriteString("path", hit.Image.Attribution.PathOf(hit.Entry));
                json.WriteString("name", hit.Image.DisplayName(hit.Entry));
                json.WriteNumber("sympos", hit.Image.Listing.Sympos(hit.Entry));
                json.WriteString("address", HexText.Of(hit.Image.Listing.Symbols[hit.Entry].Address));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (frame.Candidates.Length > LogDecoder.MostShown)
            {
                json.WriteNumber("moreCandidates", frame.Candidates.Length - LogDecoder.MostShown);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string TextOf(FrameEvidence evidence) => evidence switch
    {
        FrameEvidence.None => "none",
        FrameEvidence.Name => "name",
        FrameEvidence.Address => "address",
        FrameEvidence.Size => "size",
        FrameEvidence.Call => "call",
        FrameEvidence.Path => "path",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, "not an evidence"),
    };
}
