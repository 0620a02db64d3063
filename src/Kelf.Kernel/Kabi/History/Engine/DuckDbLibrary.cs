// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History.Engine;

/// <summary>
/// The functions of DuckDB's C interface (<c>duckdb.h</c>) that the history needs. Nothing of DuckDB is in the program: the library is looked
/// for when the first command wants it, and every other command works without it.
/// </summary>
internal sealed unsafe class DuckDbLibrary
{
    /// <summary>What the file is called.</summary>
    public const string FileName = "libduckdb.so";

    private readonly nint _handle;

    private DuckDbLibrary(nint handle)
    {
        _handle = handle;
        CreateConfig = (delegate* unmanaged[Cdecl]<nint*, int>)Export("duckdb_create_config");
        SetConfig = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)Export("duckdb_set_config");
        DestroyConfig = (delegate* unmanaged[Cdecl]<nint*, void>)Export("duckdb_destroy_config");
        Open = (delegate* unmanaged[Cdecl]<byte*, nint*, nint, byte**, int>)Export("duckdb_open_ext");
        Close = (delegate* unmanaged[Cdecl]<nint*, void>)Export("duckdb_close");
        Connect = (delegate* unmanaged[Cdecl]<nint, nint*, int>)Export("duckdb_connect");
        Disconnect = (delegate* unmanaged[Cdecl]<nint*, void>)Export("duckdb_disconnect");
        Query = (delegate* unmanaged[Cdecl]<nint, byte*, Result*, int>)Export("duckdb_query");
        DestroyResult = (delegate* unmanaged[Cdecl]<Result*, void>)Export("duckdb_destroy_result");
        ResultError = (delegate* unmanaged[Cdecl]<Result*, byte*>)Export("duckdb_result_error");
        ColumnCount = (delegate* unmanaged[Cdecl]<Result*, ulong>)Export("duckdb_column_count");
        ColumnName = (delegate* unmanaged[Cdecl]<Result*, ulong, byte*>)Export("duckdb_column_name");
        FetchChunk = (delegate* unmanaged[Cdecl]<Result, nint>)Export("duckdb_fetch_chunk");
        DestroyChunk = (delegate* unmanaged[Cdecl]<nint*, void>)Export("duckdb_destroy_data_chunk");
        ChunkSize = (delegate* unmanaged[Cdecl]<nint, ulong>)Export("duckdb_data_chunk_get_size");
        ChunkVector = (delegate* unmanaged[Cdecl]<nint, ulong, nint>)Export("duckdb_data_chunk_get_vector");
        VectorData = (delegate* unmanaged[Cdecl]<nint, nint>)Export("duckdb_vector_get_data");
        VectorValidity = (delegate* unmanaged[Cdecl]<nint, ulong*>)Export("duckdb_vector_get_validity");
        ExtractStatements = (delegate* unmanaged[Cdecl]<nint, byte*, nint*, ulong>)Export("duckdb_extract_statements");
        ExtractError = (delegate* unmanaged[Cdecl]<nint, byte*>)Export("duckdb_extract_statements_error");
        DestroyExtracted = (delegate* unmanaged[Cdecl]<nint*, void>)Export("duckdb_destroy_extracted");
        Prepare = (delegate* unmanaged[Cdecl]<nint, nint, ulong, nint*, int>)Export("duckdb_prepare_extracted_statement");
        PrepareError = (delegate* unmanaged[Cdecl]<nint, byte*>)Export("duckdb_prepare_error");
        StatementType = (delegate* unmanaged[Cdecl]<nint, int>)Export("duckdb_prepared_statement_type");
        DestroyPrepared = (delegate* unmanaged[Cdecl]<nint*, void>)Export("duckdb_destroy_prepare");
        CreateAppender = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint*, int>)Export("duckdb_appender_create");
        DestroyAppender = (delegate* unmanaged[Cdecl]<nint*, int>)Export("duckdb_appender_destroy");
        AppendText = (delegate* unmanaged[Cdecl]<nint, byte*, ulong, int>)Export("duckdb_append_varchar_length");
        AppendNumber = (delegate* unmanaged[Cdecl]<nint, long, int>)Export("duckdb_append_int64");
        AppendFlag = (delegate* unmanaged[Cdecl]<nint, byte, int>)Export("duckdb_append_bool");
        AppendNull = (delegate* unmanaged[Cdecl]<nint, int>)Export("duckdb_append_null");
        EndRow = (delegate* unmanaged[Cdecl]<nint, int>)Export("duckdb_appender_end_row");
    }

    /// <summary>What a query gives: <c>duckdb_result</c>. Its fields are the library's own.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Result
    {
        private readonly ulong _columns;
        private readonly ulong _rows;
        private readonly ulong _changed;
        private readonly nint _data;
        private readonly nint _error;
        private readonly nint _internal;
    }

    public readonly delegate* unmanaged[Cdecl]<nint*, int> CreateConfig;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> SetConfig;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyConfig;
    public readonly delegate* unmanaged[Cdecl]<byte*, nint*, nint, byte**, int> Open;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> Close;
    public readonly delegate* unmanaged[Cdecl]<nint, nint*, int> Connect;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> Disconnect;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, Result*, int> Query;
    public readonly delegate* unmanaged[Cdecl]<Result*, void> DestroyResult;
    public readonly delegate* unmanaged[Cdecl]<Result*, byte*> ResultError;
    public readonly delegate* unmanaged[Cdecl]<Result*, ulong> ColumnCount;
    public readonly delegate* unmanaged[Cdecl]<Result*, ulong, byte*> ColumnName;
    public readonly delegate* unmanaged[Cdecl]<Result, nint> FetchChunk;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyChunk;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong> ChunkSize;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, nint> ChunkVector;
    public readonly delegate* unmanaged[Cdecl]<nint, nint> VectorData;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong*> VectorValidity;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nint*, ulong> ExtractStatements;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*> ExtractError;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyExtracted;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, ulong, nint*, int> Prepare;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*> PrepareError;
    public readonly delegate* unmanaged[Cdecl]<nint, int> StatementType;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyPrepared;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint*, int> CreateAppender;
    public readonly delegate* unmanaged[Cdecl]<nint*, int> DestroyAppender;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, ulong, int> AppendText;
    public readonly delegate* unmanaged[Cdecl]<nint, long, int> AppendNumber;
    public readonly delegate* unmanaged[Cdecl]<nint, byte, int> AppendFlag;
    public readonly delegate* unmanaged[Cdecl]<nint, int> AppendNull;
    public readonly delegate* unmanaged[Cdecl]<nint, int> EndRow;

    /// <summary>Loads the library.</summary>
    /// <param name="named">The file that was named; null to look for one: beside the program, in <c>lib/kelf</c>, where the system has libraries.</param>
    /// <exception cref="MissingLibraryException">There is none.</exception>
    /// <exception cref="RefusedException">What was named is no such library.</exception>
    public static DuckDbLibrary Load(string? named)
    {
        if (named is not null)
        {
            return NativeLibrary.TryLoad(Path.GetFullPath(named), out nint own)
                ? Bind(own, named)
                : throw new RefusedException(named, "it cannot be loaded as DuckDB's library for this machine");
        }

        foreach (string candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, out nint found))
            {
                return Bind(found, candidate);
            }
        }

        throw new MissingLibraryException(new SystemLibrary("the history", FileName, "DuckDB beside kelf, or say where it is (KELF_DUCKDB)"));
    }

    private static string[] Candidates()
    {
        string program = AppContext.BaseDirectory;
        return [Path.Combine(program, FileName), Path.Combine(program, "lib/kelf", FileName), Path.Combine(program, "../lib/kelf", FileName), FileName];
    }

    private static DuckDbLibrary Bind(nint handle, string file)
    {
        try
        {
            return new DuckDbLibrary(handle);
        }
        catch (EntryPointNotFoundException)
        {
            throw new RefusedException(file, "it is not DuckDB's library, or too old a release");
        }
    }

    private nint Export(string name) => NativeLibrary.GetExport(_handle, name);

    /// <summary>A text of the library.</summary>
    public static string TextOf(byte* text) =>
        text is null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
