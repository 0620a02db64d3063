// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kelf.Figures.Results;

/// <summary>All of <c>bench/results</c>, in the order of names.</summary>
internal sealed class ResultSet
{
    private const string Folder = "bench/results";

    // A misspelt or missing field is an error, as is one that somebody added: it could name a machine.
    internal static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly string[] s_units = ["ms", "s", "MB", "KiB"];

    private readonly SortedDictionary<string, Result> _byName = new(StringComparer.Ordinal);

    /// <summary>The names of all.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The result of a name; it has to be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="wantedBy">Who names it, for the message.</param>
    public Result Get(string name, string wantedBy) =>
        _byName.TryGetValue(name, out Result? result) ? result : throw new FigureException($"{wantedBy} wants {Folder}/{name}.json, which is not there");

    /// <summary>Reads and checks them.</summary>
    public static ResultSet Read(string root)
    {
        ResultSet set = new();
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, Folder), "*.json"))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            try
            {
                Result result = JsonSerializer.Deserialize<Result>(File.ReadAllText(path), Strict) ?? throw new FigureException("null");
                if (Problem(name, result) is { } problem)
                {
                    throw new FigureException(problem);
                }

                set._byName.Add(name, result);
            }
            catch (Exception exception) when (exception is JsonException or FigureException)
            {
                throw new FigureException($"{Folder}/{name}.json: {exception.Message}");
            }
        }

        return set;
    }

    private static string? Problem(string name, Result result)
    {
        if (result.Name != name)
        {
            return $"its name is {result.Name}";
        }

        foreach (ResultRow row in result.Rows)
        {
            if (!s_units.Contains(row.Unit))
            {
                return $"row {row.Id}: its unit {row.Unit} is none of {string.Join(", ", s_units)}";
            }

            if ((row.Original.Problem() ?? row.Kelf.Problem()) is { } problem)
            {
                return $"row {row.Id}: {problem}";
            }
        }

        return result.Rows.GroupBy(row => row.Id).FirstOrDefault(rows => rows.Count() > 1) is { } twice ? $"row {twice.Key} is there twice"
            : result.Rows.Length == 0 ? "no rows"
            : null;
    }
}
