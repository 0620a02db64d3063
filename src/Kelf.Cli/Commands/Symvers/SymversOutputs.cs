// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;

namespace Kelf.Cli.Commands.Symvers;

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
    private readonly List<(int Index, string Path, string Object)> _writers = [];
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
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
        _symtypes is not null || _arguments.SymtypesDirectory is not null ? new ByteBuilder() : null,
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
        List<string> written = [];
        if (_arguments.SymtypesDirectory is { } symtypesDirectory && output?.Symtypes is { } symtypes)
        {
            written.Add(Write(input, symtypesDirectory, ".symtypes", symtypes));
        }

        if (_arguments.OutputDirectory is { } outputDirectory && versions is not null)
        {
            ByteBuilder lines = new();
            versions.WriteTo(lines);
            written.Add(Write(input, outputDirectory, ".symvers", lines));
        }

        lock (_lock)
        {
            written.ForEach(path => _writers.Add((index, path, input.DisplayName)));
            _waiting.Add(index, output);
            for (; _waiting.Remove(_next, out SymversObjectOutput? ready); _next++)
            {
                _symtypes?.Write(ready?.Symtypes is { } text ? text.Bytes : default);
                _dump?.Write(ready?.Dump is { } dump ? dump.Bytes : default);
            }
        }
    }

    /// <summary>Gives all files their names, and prints the versions that have no file.</summary>
    /// <exception cref="RefusedException">Two objects would have one file.</exception>
    public void Finish(IReadOnlyList<ObjectVersions> results)
    {
        _dump?.Flush();
        RefuseCommonFiles();
        _symtypes?.Commit();
        _files.ForEach(file => file.Commit());
        if (_arguments.OutputDirectory is not null)
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

    // Once all are there: whichever object is ready first, the first two in order are named.
    private void RefuseCommonFiles()
    {
        Dictionary<string, string> first = new(StringComparer.Ordinal);
        foreach ((_, string path, string name) in _writers.OrderBy(writer => writer.Index))
        {
            if (!first.TryAdd(path, name))
            {
                throw new RefusedException(path, $"would hold the results of {first[path]} and of {name}: run kelf once for each");
            }
        }
    }

    private string Write(ObjectInput input, string directory, string suffix, ByteBuilder text)
    {
        string path = Path.Combine(directory, input.OutputName + suffix);
        bool isFirst;
        lock (_lock)
        {
            isFirst = _written.Add(path);
        }

        if (!isFirst || OutputFile.HasContents(path, text.Bytes))
        {
            return path;
        }

        OutputFile.MakeDirectoryOf(path);
        OutputFile file = OutputFile.Create(path, keepsTime: true);
        lock (_lock)
        {
            _files.Add(file);
        }

        file.Write(text.Bytes);
        file.Complete();
        return path;
    }
}
