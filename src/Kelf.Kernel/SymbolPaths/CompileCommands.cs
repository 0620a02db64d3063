// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Kernel.Shared.Sources;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// A compilation database (<c>compile_commands.json</c>): which source an object is compiled from. Clang's
/// JSONCompilationDatabase describes the format.
/// </summary>
/// <remarks>
/// Entries are read as they come, without a tree of the whole text: <c>JsonDocument</c> draws random numbers from the
/// runtime's cryptography, and with it the shim of OpenSSL into the program.
/// </remarks>
public sealed class CompileCommands
{
    private readonly Dictionary<string, (string File, string Directory)> _sources = new(StringComparer.Ordinal);

    /// <summary>A database without entries.</summary>
    public static CompileCommands Empty { get; } = new();

    /// <summary>Reads a database.</summary>
    /// <exception cref="MalformedFileException">It is no JSON, or no list of commands.</exception>
    public static CompileCommands Parse(Region contents)
    {
        CompileCommands commands = new();
        ReadOnlySpan<byte> text = contents.Span();
        Utf8JsonReader reader = new(text);
        try
        {
            if (!commands.TryRead(ref reader))
            {
                throw new MalformedFileException(contents.Source.File, "no list of compile commands");
            }
        }
        catch (JsonException exception)
        {
            throw NoJson(contents, exception.LineNumber ?? 0);
        }
        catch (InvalidOperationException)
        {
            // A string whose bytes or escapes are no text.
            throw NoJson(contents, text[..(int)reader.TokenStartIndex].Count((byte)'\n'));
        }

        return commands;
    }

    /// <summary>The source of an object.</summary>
    /// <param name="objectPath">The object, below the directory that its compiler ran in.</param>
    public (string File, string Directory)? Find(string objectPath) =>
        _sources.TryGetValue(objectPath, out (string, string) found) ? found : null;

    private static MalformedFileException NoJson(Region contents, long line) =>
        new(contents.Source.File, $"line {line + 1}: no JSON");

    private bool TryRead(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadEntry(ref reader);
        }

        // Reading on finds what stands after the list.
        return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
    }

    // Of a name that comes again the last value counts, as with Clang and JavaScript.
    private void ReadEntry(ref Utf8JsonReader reader)
    {
        string file = "";
        string directory = "";
        string output = "";
        string command = "";
        List<string>? arguments = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("file"u8))
            {
                file = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("directory"u8))
            {
                directory = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("output"u8))
            {
                output = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("command"u8))
            {
                command = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                arguments = ReadTexts(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (output.Length == 0)
        {
            output = OutputOf(arguments ?? [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        }

        if (file.Length > 0 && output.Length > 0)
        {
            SourceTree tree = new(directory);
            _sources.TryAdd(tree.Normalise(output, directory), (file, directory));
        }
    }

    // The value of a name; what is no string is as if it were empty.
    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return TakeText(ref reader);
    }

    private static string TakeText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        reader.Skip();
        return "";
    }

    // The elements of a list; null when there is none.
    private static List<string>? ReadTexts(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(TakeText(ref reader));
        }

        return texts;
    }

    private static string OutputOf(List<string> words)
    {
        int at = words.LastIndexOf("-o");
        return at >= 0 && at + 1 < words.Count ? words[at + 1] : "";
    }
}
