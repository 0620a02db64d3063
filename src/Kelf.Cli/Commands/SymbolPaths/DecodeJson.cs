// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The frames of a log for programs.</summary>
/// <example>
/// <code>
/// [ { "line": 1, "name": "type_show", "demangled": null, "offset": 28, "size": 48, "module": null, "buildId": null, "address": null, "isGuess": false,
///     "evidence": "size", "candidates": [ { "path": "kernel/irq/irqdesc.c", "name": "type_show", … } ], "warnings": [] } ]
/// </code>
/// </example>
internal static class DecodeJson
{
    /// <summary>Writes them.</summary>
    public static byte[] Of(IReadOnlyList<DecodedFrame> frames) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach (DecodedFrame frame in frames)
        {
            Write(json, frame);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, DecodedFrame frame)
    {
        json.WriteStartObject();
        json.WriteNumber("line", frame.Line + 1);
        json.WriteString("name", frame.Frame.Name);
        json.WriteString("demangled", frame.RustName);
        Write(json, "offset", frame.Frame.Offset);
        Write(json, "size", frame.Frame.Size);
        json.WriteString("module", frame.Frame.Module);
        json.WriteString("buildId", frame.Frame.BuildId);
        json.WriteString("address", frame.Frame.Address is { } address ? HexText.Of(address) : null);
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

        DiagnosticJson.Write(json, "warnings", frame.Warnings);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ulong? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

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
