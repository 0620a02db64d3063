// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History.Engine;

/// <summary>
/// A database in memory. It has one thread, so that the same rows make the same file, and loads nothing: neither extensions nor settings of the user.
/// </summary>
internal sealed unsafe class DuckDb : IDisposable
{
    // duckdb_statement_type
    private const int Select = 1;

    // What does not fit into memory is an error, not a file in the directory that somebody happens to be in.
    private static readonly string[] s_settings =
        ["threads", "1", "autoinstall_known_extensions", "false", "autoload_known_extensions", "false", "temp_directory", ""];

    private readonly DuckDbLibrary _library;
    private readonly string _name;
    private nint _database;
    private nint _connection;

    /// <summary>Opens a database.</summary>
    /// <param name="library">The library.</param>
    /// <param name="name">What messages name: the store.</param>
    public DuckDb(DuckDbLibrary library, string name)
    {
        (_library, _name) = (library, name);
        nint config = 0;
        Check(_library.CreateConfig(&config), "no memory");
        for (int i = 0; i < s_settings.Length; i += 2)
        {
            fixed (byte* key = Terminated(s_settings[i]), text = Terminated(s_settings[i + 1]))
            {
                Check(_library.SetConfig(config, key, text), "DuckDB does not know the setting " + s_settings[i]);
            }
        }

        nint database = 0, connection = 0;
        byte* error = null;
        int opened = _library.Open(null, &database, config, &error);
        _library.DestroyConfig(&config);
        Check(opened, "DuckDB does not start: " + DuckDbLibrary.TextOf(error));
        _database = database;
        Check(_library.Connect(database, &connection), "DuckDB takes no connection");
        _connection = connection;
    }

    /// <summary>Carries statements out.</summary>
    /// <exception cref="RefusedException">One of them is wrong.</exception>
    public void Run(string sql)
    {
        DuckDbLibrary.Result result = Execute(sql);
        _library.DestroyResult(&result);
    }

    /// <summary>Answers a statement that reads.</summary>
    /// <exception cref="RefusedException">It is wrong, or would change something.</exception>
    public HistoryAnswer Ask(string sql)
    {
        sql = sql.TrimEnd().TrimEnd(';');
        CheckReads(sql);
        // Behind a line break, as a statement may end in a remark.
        List<string?[]> described = Rows($"SELECT column_name, column_type FROM (DESCRIBE FROM ({sql}\n) AS answer)");
        string[] names = new string[described.Count], types = new string[described.Count];
        for (int i = 0; i < names.Length; i++)
        {
            (names[i], types[i]) = (described[i][0]!, described[i][1]!);
        }

        return new HistoryAnswer(names, types, Rows($"SELECT COLUMNS(*)::VARCHAR FROM ({sql}\n) AS answer"));
    }

    /// <summary>Puts rows into a table.</summary>
    public DuckDbAppender Append(string table)
    {
        nint appender = 0;
        fixed (byte* name = Terminated(table))
        {
            Check(_library.CreateAppender(_connection, null, name, &appender), "DuckDB has no table " + table);
        }

        return new DuckDbAppender(_library, appender, _name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        nint connection = _connection, database = _database;
        (_connection, _database) = (0, 0);
        if (connection != 0)
        {
            _library.Disconnect(&connection);
        }

        if (database != 0)
        {
            _library.Close(&database);
        }
    }

    // One statement, and one that reads: EXPLAIN ANALYZE would carry out what it explains, and COPY writes files.
    private void CheckReads(string sql)
    {
        nint statements = 0, prepared = 0;
        try
        {
            ulong count;
            fixed (byte* text = Terminated(sql))
            {
                count = _library.ExtractStatements(_connection, text, &statements);
            }

            if (count != 1)
            {
                throw Wrong(count > 1 ? "one statement at a time" : DuckDbLibrary.TextOf(_library.ExtractError(statements)) is { Length: > 0 } error
                    ? error : "there is no statement");
            }

            if (_library.Prepare(_connection, statements, 0, &prepared) != 0)
            {
                throw Wrong(DuckDbLibrary.TextOf(_library.PrepareError(prepared)));
            }

            if (_library.StatementType(prepared) != Select)
            {
                throw Wrong("the history is only read: SELECT, FROM, WITH, DESCRIBE, SHOW or SUMMARIZE");
            }
        }
        finally
        {
            _library.DestroyPrepared(&prepared);
            _library.DestroyExtracted(&statements);
        }
    }

    private DuckDbLibrary.Result Execute(string sql)
    {
        DuckDbLibrary.Result result = default;
        int state;
        fixed (byte* text = Terminated(sql))
        {
            state = _library.Query(_connection, text, &result);
        }

        if (state != 0)
        {
            string error = DuckDbLibrary.TextOf(_library.ResultError(&result));
            _library.DestroyResult(&result);
            throw Wrong(error);
        }

        return result;
    }

    // All columns are VARCHAR: its vector has 16 bytes for each value, the length and then the text, or four letters of it and where it is.
    private List<string?[]> Rows(string sql)
    {
        DuckDbLibrary.Result result = Execute(sql);
        try
        {
            List<string?[]> rows = [];
            int columns = (int)_library.ColumnCount(&result);
            for (nint chunk; (chunk = _library.FetchChunk(result)) != 0;)
            {
                int first = rows.Count;
                int count = (int)_library.ChunkSize(chunk);
                for (int row = 0; row < count; row++)
                {
                    rows.Add(new string?[columns]);
                }

                for (int column = 0; column < columns; column++)
                {
                    nint vector = _library.ChunkVector(chunk, (ulong)column);
                    byte* data = (byte*)_library.VectorData(vector);
                    ulong* validity = _library.VectorValidity(vector);
                    for (int row = 0; row < count; row++)
                    {
                        if (validity is null || (validity[row / 64] >> (row % 64) & 1) != 0)
                        {
                            rows[first + row][column] = TextAt(data + (16 * row));
                        }
                    }
                }

                _library.DestroyChunk(&chunk);
            }

            return rows;
        }
        finally
        {
            _library.DestroyResult(&result);
        }
    }

    private static string TextAt(byte* value)
    {
        const int LongestInline = 12;
        int length = *(int*)value;
        return Encoding.UTF8.GetString(length <= LongestInline ? value + 4 : *(byte**)(value + 8), length);
    }

    private void Check(int state, string what)
    {
        if (state != 0)
        {
            throw Wrong(what);
        }
    }

    // The library's messages go on with the line and a mark below it.
    private RefusedException Wrong(string message)
    {
        int end = message.IndexOf("\n\n", StringComparison.Ordinal);
        return new RefusedException(_name, (end < 0 ? message : message[..end]).Trim().Replace("\n", "; ", StringComparison.Ordinal));
    }

    private static byte[] Terminated(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
