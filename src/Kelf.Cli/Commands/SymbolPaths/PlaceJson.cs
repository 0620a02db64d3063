// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Kernel.Lines;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>Places for programs.</summary>
internal static class PlaceJson
{
    /// <summary>Writes the member <c>frames</c>, the innermost function first.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<SourcePlace> places)
    {
        json.WriteStartArray("frames");
        foreach (SourcePlace place in places)
        {
            json.WriteStartObject();
            json.WriteString("function", place.Function.Length > 0 ? place.Function : null);
            json.WriteString("linkageName", place.LinkageName.Length > 0 ? place.LinkageName : null);
            json.WriteString("file", place.File);
            Write(json, "line", place.Line);
            Write(json, "column", place.Column);
            json.WriteNumber("discriminator", place.Discriminator);
            json.WriteBoolean("inlined", place.IsInlined);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // 0 is what compilers write where there is none.
    private static void Write(Utf8JsonWriter json, string name, uint number)
    {
        if (number == 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, number);
        }
    }
}
