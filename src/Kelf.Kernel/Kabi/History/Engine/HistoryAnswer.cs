// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.History.Engine;

/// <summary>What the history answers: a table.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Types">What SQL calls the type of each.</param>
/// <param name="Rows">The rows; null where a value is missing.</param>
public sealed record HistoryAnswer(IReadOnlyList<string> Columns, IReadOnlyList<string> Types, IReadOnlyList<string?[]> Rows)
{
    /// <summary>Are the values of a column numbers?</summary>
    public bool IsNumber(int column) =>
        Types[column] is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT"
            or "DOUBLE" or "FLOAT" || Types[column].StartsWith("DECIMAL", StringComparison.Ordinal);

    /// <summary>Are they true or false?</summary>
    public bool IsFlag(int column) => Types[column] == "BOOLEAN";
}
