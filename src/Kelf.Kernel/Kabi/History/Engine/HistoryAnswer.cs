// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.History.Engine;

/// <summary>What the history answers: a table.</summary>
/// <param name="columns">Names of the columns.</param>
/// <param name="types">What SQL calls the type of each.</param>
/// <param name="rows">The rows; null where a value is missing.</param>
public sealed class HistoryAnswer(string[] columns, string[] types, List<string?[]> rows)
{
    /// <summary>Names of the columns.</summary>
    public string[] Columns { get; } = columns;

    /// <summary>The rows; null where a value is missing.</summary>
    public List<string?[]> Rows { get; } = rows;

    /// <summary>What SQL calls the type of each column.</summary>
    internal string[] Types { get; } = types;

    /// <summary>Are the values of a column numbers? Types of whole numbers all end so.</summary>
    public bool IsNumber(int column)
    {
        string type = Types[column];
        return type.EndsWith("INT", StringComparison.Ordinal) || type.StartsWith("DECIMAL", StringComparison.Ordinal) || type is "INTEGER" or "UINTEGER" or "DOUBLE" or "FLOAT";
    }

    /// <summary>Are they true or false?</summary>
    public bool IsFlag(int column) => Types[column] == "BOOLEAN";
}
