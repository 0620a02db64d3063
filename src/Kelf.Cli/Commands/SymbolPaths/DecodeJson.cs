// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The frames of a log for programs, written one after the other.</summary>
/// <example>
/// <code>
/// [ { "line": 1, "column": 2, "text": "type_show+0x1c/0x30", "name": "type_show", "demangled": null, "offset": 28, "size": 48, "module": null,
///     "buildId": null, "kind": "return", "isGuess": false, "address": "0xffffffff810b62eb", "section": null, "runtimeAddress": null,
///     "evidence": "size", "candidates": [ { "path": "kernel/irq/irqdesc.c", "name": "type_show", "sympos": 3, "address": "0xffffffff810b62d0",
///       "caller": null, "ambiguous": false, "frames": [ { "function": "type_show", "file": "kernel/irq/irqdesc.c", "line": 217, … } ] } ],
///     "warnings": [] } ]
/// </code>
/// </example>
internal sealed class DecodeJson : IDisposable
{
    // JavaScript's numbers are whole up to there.
    private const ulong LargestNumber = 1UL << 53;

    private readonly JsonStream _json = new();

    /// <summary>Begins.</summary>
    public DecodeJson() => _json.Writer.WriteStartArray();

    /// <summary>Writes a frame.</summary>
    public void Write(PlacedFrame frame) => Write(_json.Writer, frame);

    /// <summary>What was written since the last time, if it is so much.</summary>
    public byte[] Take(int least) => _json.Take(least);

    /// <summary>Ends.</summary>
    public void End()
    {
        _json.Writer.WriteEndArray();
        _json.End();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static void Write(Utf8JsonWriter json, PlacedFrame placed)
    {
        DecodedFrame frame = placed.Decoded;
        json.WriteStartObject();
        json.WriteNumber("line", frame.Line + 1);
        json.WriteNumber("column", frame.Frame.Start + 1);
        json.WriteString("text", placed.Text);
        json.WriteString("name", frame.Frame.Name);
        json.WriteString("demangled", frame.RustName);
        Write(json, "offset", frame.Frame.Offset);
        Write(json, "size", frame.Frame.Size);
        json.WriteString("module", frame.Frame.Module);
        json.WriteString("buildId", frame.Frame.BuildId);
        json.WriteString("kind", TextOf(placed.Kind));
        json.WriteBoolean("isGuess", frame.Frame.IsGuess);
        ImageAddress? address = ImageAddress.Of(placed);
        json.WriteString("address", address is { Value: var value } ? HexText.Of(value) : null);
        json.WriteString("section", address?.Section);
        json.WriteString("runtimeAddress", frame.Frame.Address is { } runtime ? HexText.Of(runtime) : null);
        json.WriteString("evidence", TextOf(frame.Evidence));
        json.WriteStartArray("candidates");
        for (int i = 0; i < frame.Candidates.Length && i < LogDecoder.MostShown; i++)
        {
            Write(json, frame.Candidates[i], placed.Places?[i]);
        }

        json.WriteEndArray();
        if (frame.Candidates.Length > LogDecoder.MostShown)
        {
            json.WriteNumber("moreCandidates", frame.Candidates.Length - LogDecoder.MostShown);
        }

        DiagnosticJson.Write(json, "warnings", frame.Warnings);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SymbolHit hit, CandidatePlace? place)
    {
        json.WriteStartObject();
        json.WriteString("path", hit.Image.PathOf(hit.Entry));
        json.WriteString("name", hit.Image.DisplayName(hit.Entry));
        json.WriteNumber("sympos", hit.Image.Listing.Sympos(hit.Entry));
        json.WriteString("address", HexText.Of(hit.Image.Listing.AddressOf(hit.Entry)));
        if (place is not null)
        {
            json.WriteString("caller", place.Caller);
            json.WriteBoolean("ambiguous", place.IsAmbiguous);
            PlaceJson.Write(json, place.Places);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ulong? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case <= LargestNumber:
                json.WriteNumber(name, value.Value);
                break;
            default:
                json.WriteString(name, HexText.Of(value.Value));
                break;
        }
    }

    private static string TextOf(FrameKind kind) => kind switch
    {
        FrameKind.Current => "current",
        FrameKind.Return => "return",
        FrameKind.Guess => "guess",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind"),
    };

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
