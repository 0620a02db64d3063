// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// A compilation database (<c>compile_commands.json</c>): which source an object is compiled from. Clang's
/// JSONCompilationDatabase describes the format.
/// </summary>
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
        try
        {
            using JsonDocument document = JsonDocument.Parse(contents.Span().ToArray());
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                commands.Add(entry);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            string what = exception is JsonException json ? $"line {json.LineNumber + 1}: no JSON" : "no list of compile commands";
            throw new MalformedFileException(contents.Source.File, what);
        }

        return commands;
    }

    /// <summary>The source of an object.</summary>
    /// <param name="objectPath">The object, below the folder that its compiler ran in.</param>
    public (string File, string Directory)? Find(string objectPath) =>
        _sources.TryGetValue(objectPath, out (string, string) found) ? found : null;

    private static string TextOf(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private void Add(JsonElement entry)
    {
        string file = TextOf(entry, "file");
        string directory = TextOf(entry, "directory");
        string output = TextOf(entry, "output") is { Length: > 0 } named ? named : OutputOf(entry);
        if (file.Length > 0 && output.Length > 0)
        {
            SourceTree tree = new(directory);
            _sources.TryAdd(tree.Normalise(output, directory), (file, directory));
        }
    }

    private static string OutputOf(JsonElement entry)
    {
        string[] words = entry.TryGetProperty("arguments", out JsonElement arguments) && arguments.ValueKind == JsonValueKind.Array
            ? [.. arguments.EnumerateArray().Select(word => word.ToString())]
            : TextOf(entry, "command").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int at = Array.LastIndexOf(words, "-o");
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : "";
    }
}
