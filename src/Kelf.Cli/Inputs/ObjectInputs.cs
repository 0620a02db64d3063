// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>
/// The objects that the operands of a command line stand for, in their order: a file is one object, an archive its
/// members, a folder the compiled objects in it and below. Archives stay mapped as long as this lives.
/// </summary>
internal sealed class ObjectInputs : IDisposable
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
    /// <exception cref="RefusedException">A folder has no objects.</exception>
    public static ObjectInputs Find(IReadOnlyList<string> operands)
    {
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
            AddFolder(operand);
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
            _objects.Add(new ObjectInput(operand, OutputPath.WithoutSuffix(OutputPath.For(operand)), wasFound: false));
        }
    }

    private void AddFolder(string folder)
    {
        int before = _objects.Count;
        try
        {
            foreach (string path in BuildTree.CompiledObjects(folder))
            {
                string relative = Path.GetRelativePath(folder, path);
                _objects.Add(new ObjectInput(path, OutputPath.WithoutSuffix(relative), wasFound: true));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(folder, SystemMessage.Of(exception));
        }

        // Most likely it is the wrong folder, or nothing was compiled.
        if (_objects.Count == before)
        {
            throw new RefusedException(folder, "no object files (*.o) in this folder or below it");
        }
    }

    private void AddMembers(Region archive, string outputFolder)
    {
        foreach (ArchiveMember member in ArchiveReader.Open(archive))
        {
            string outputName = $"{outputFolder}/{OutputPath.WithoutSuffix(OutputPath.For(member.Name))}";
            _objects.Add(member.Kind switch
            {
                ArchiveMemberKind.Ordinary => new ObjectInput(member.Contents, archive.Length, outputName),
                ArchiveMemberKind.Thin => new ObjectInput(member.ThinPath, outputName, wasFound: true, member.DisplayName),
                _ => new ObjectInput(Nested(member, out long length), length, outputName),
            });
        }
    }

    private Region Nested(ArchiveMember member, out long length)
    {
        try
        {
            return _nested.Member(member, out length);
        }
        catch (UnreadableFileException exception)
        {
            throw ObjectInput.OfMember(member.DisplayName, exception);
        }
    }
}
