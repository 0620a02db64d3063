// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Inputs;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;

namespace Kelf.Cli.Commands;

/// <summary>
/// Where the results of <c>kelf symvers</c> go. Nothing has its name before <see cref="Finish"/>; whatever objects are
/// finished first, merged outputs are in the order of the objects.
/// </summary>
internal sealed class SymversOutputs : IDisposable
{
    private readonly SymversArguments _arguments;
    private readonly StandardErrorSink? _dump;
    private readonly OutputFile? _symtypes;
    private readonly Lock _lock = new();
    private readonly List<OutputFile> _files = [];
    private readonly Dictionary<string, string> _writers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SymversObjectOutput?> _waiting = [];
    private int _next;

    /// <summary>Opens the merged outputs.</summary>
    /// <exception cref="UnwritableFileException">One cannot be made.</exception>
    public SymversOutputs(SymversArguments arguments)
    {
        _arguments = arguments;
        _dump = arguments.DumpDies || arguments.DumpTypes || arguments.DumpVersions ? new StandardErrorSink() : null;
        _symtypes = arguments.Symtypes is { } path ? OutputFile.Create(path, keepsTime: true) : null;
    }

    /// <summary>The merged symtypes file, or null.</summary>
    public IByteSink? Symtypes => _symtypes;

    /// <summary>Where dumps go, or null.</summary>
    public IByteSink? Dump => _dump;

    /// <summary>What takes the texts of one object. Called by any thread.</summary>
    public SymversObjectOutput NewObject() => new(
        _symtypes is not null || _arguments.SymtypesFolder is not null ? new ByteBuilder() : null,
        _dump is not null ? new ByteBuilder() : null);

    /// <summary>What of a result is printed.</summary>
    public VersionTable Shown(VersionTable versions) => _arguments.OmitMissing ? versions.WithoutMissing() : versions;

    /// <summary>Takes the result of an object. Called by any thread, for each index once.</summary>
    /// <param name="index">Place of the object in the order.</param>
    /// <param name="input">The object.</param>
    /// <param name="output">Its texts, or null when it is of no interest.</param>
    /// <param name="versions">Its versions, or null.</param>
    public void Add(int index, ObjectInput input, SymversObjectOutput? output, VersionTable? versions)
    {
        if (_arguments.SymtypesFolder is { } symtypesFolder && output?.Symtypes is { } symtypes)
        {
            Write(input, symtypesFolder, ".symtypes", symtypes);
        }

        if (_arguments.OutputFolder is { } outputFolder && versions is not null)
        {
            ByteBuilder lines = new();
            versions.WriteTo(lines);
            Write(input, outputFolder, ".symvers", lines);
        }

        lock (_lock)
        {
            _waiting.Add(index, output);
            for (; _waiting.Remove(_next, out SymversObjectOutput? ready); _next++)
            {
                _symtypes?.Write(ready?.Symtypes is { } text ? text.Bytes : default);
                _dump?.Write(ready?.Dump is { } dump ? dump.Bytes : default);
            }
        }
    }

    /// <summary>Gives all files their names, and prints the versions that have no file.</summary>
    public void Finish(IReadOnlyList<ObjectVersions> results)
    {
        _dump?.Flush();
        _symtypes?.Commit();
        _files.ForEach(file => file.Commit());
        if (_arguments.OutputFolder is not null)
        {
            return;
        }

        ByteBuilder merged = new();
        if (_arguments.Json)
        {
            SymversJson.Write(results, merged);
        }
        else
        {
            foreach (ObjectVersions one in results)
            {
                one.Versions.WriteTo(merged);
            }
        }

        Result.Write(merged.Bytes, _arguments.Output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dump?.Flush();
        _symtypes?.Dispose();
        _files.ForEach(file => file.Dispose());
    }

    private void Write(ObjectInput input, string folder, string suffix, ByteBuilder text)
    {
        string path = Path.Combine(folder, input.OutputName + suffix);
        lock (_lock)
        {
            if (!_writers.TryAdd(path, input.DisplayName))
            {
                throw new SymversException($"{path}: would hold the results of {_writers[path]} and of {input.DisplayName}");
            }
        }

        if (OutputFile.HasContents(path, text.Bytes))
        {
            return;
        }

        OutputFile.MakeFolderOf(path);
        OutputFile file = OutputFile.Create(path, keepsTime: true);
        lock (_lock)
        {
            _files.Add(file);
        }

        file.Write(text.Bytes);
        file.Complete();
    }
}
