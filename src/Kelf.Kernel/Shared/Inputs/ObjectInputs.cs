// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>
/// The objects that the operands of a command line stand for, in their order: a file is one object, an archive its
/// members, a directory the compiled objects in it and below. Archives stay mapped as long as this lives.
/// </summary>
public sealed class ObjectInputs : IDisposable
{
    private readonly List<ObjectInput> _objects = [];
    private readonly List<MappedFile> _archives = [];
    private readonly NestedArchives _nested = new();

    private ObjectInputs()
    {
    }

    /// <summary>The objects.</summary>
    public IReadOnlyList<ObjectInput> Objects => _objects;

    /// <summary>Looks at the operands.</summary>
    /// <exception cref="UnreadableFileException">One cannot be read.</exception>
    /// <exception cref="MalformedFileException">An archive is malformed.</exception>
    /// <exception cref="RefusedException">A directory has no objects.</exception>
    public static ObjectInputs Find(IReadOnlyList<string> operands)
    {
        ArgumentNullException.ThrowIfNull(operands);
        ObjectInputs inputs = new();
        try
        {
            foreach (string operand in operands)
            {
                inputs.Add(operand);
            }
        }
        catch
        {
            inputs.Dispose();
            throw;
        }

        return inputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _archives.ForEach(archive => archive.Dispose());
        _nested.Dispose();
    }

    private void Add(string operand)
    {
        if (Directory.Exists(operand))
        {
            AddTree(operand);
            return;
        }

        MappedFile file = MappedFile.Open(operand);
        if (ArchiveReader.IsArchive(file.Contents))
        {
            _archives.Add(file);
            AddMembers(file.Contents, OutputPath.For(operand));
        }
        else
        {
            // Mapped again when its turn comes: thousands of objects need not be open at once.
            file.Dispose();
            _objects.Add(ObjectInput.OfFile(operand));
        }
    }

    private void AddTree(string directory)
    {
        int before = _objects.Count;
        try
        {
            _objects.AddRange(BuildTree.CompiledObjects(directory).Select(path => ObjectInput.OfFile(
                path, InputOrigin.BuildTree, OutputPath.WithoutSuffix(Path.GetRelativePath(directory, path)))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(directory, SystemMessage.Of(exception));
        }

        // Most likely it is the wrong directory, or nothing was compiled.
        if (_objects.Count == before)
        {
            throw new RefusedException(directory, "no object files (*.o) in this directory or below it");
        }
    }

    private void AddMembers(Region archive, string outputDirectory)
    {
        foreach (ArchiveMember member in ArchiveReader.Open(archive))
        {
            string outputName = $"{outputDirectory}/{OutputPath.WithoutSuffix(OutputPath.For(member.Name))}";
            _objects.Add(member.Kind switch
            {
                ArchiveMemberKind.Ordinary => ObjectInput.OfMember(member, archive, outputName),
                ArchiveMemberKind.Thin => ObjectInput.OfThinMember(member.ThinPath, member.DisplayName, outputName),
                _ => OfNested(member, outputName),
            });
        }
    }

    // Found now, as its name stands in the other archive.
    private ObjectInput OfNested(ArchiveMember member, string outputName)
    {
        try
        {
            StoredMember stored = _nested.Member(member);
            return ObjectInput.OfMember(
                member.ThinPath, member.NestedHeaderOffset, stored.Contents.Source.File, () => stored, outputName);
        }
        catch (UnreadableFileException exception)
        {
            throw ObjectInput.UnreadableMember(member.DisplayName, exception);
        }
    }
}
