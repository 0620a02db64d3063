// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kabi.Packages;

/// <summary>Files on a disk: those of a directory, of an unpacked package for example, or one that was named.</summary>
internal sealed class UnpackedKernel : KernelFiles
{
    private readonly List<KernelFile> _files;
    private readonly Func<KernelFile, ObjectInput> _open;

    private UnpackedKernel(string path, List<KernelFile> files, Func<KernelFile, ObjectInput> open) => (Path, _files, _open) = (path, files, open);

    /// <inheritdoc/>
    public override string Path { get; }

    /// <inheritdoc/>
    public override bool IsRandomAccess => true;

    /// <summary>True when there are none.</summary>
    public bool IsEmpty => _files.Count == 0;

    /// <summary>One file.</summary>
    public static UnpackedKernel OfFile(string path)
    {
        bool isModule = ModuleFile.WithoutCompression(path).EndsWith(".ko", StringComparison.Ordinal);
        KernelFile file = new(path, isModule ? KernelFileKind.Module : KernelFileKind.Image, ModuleFile.NameOf(path), null);
        return new UnpackedKernel(path, [file], _ => ObjectInput.OfFile(path));
    }

    /// <summary>The files in a directory and below it.</summary>
    /// <exception cref="UnreadableFileException">A directory cannot be read.</exception>
    public static UnpackedKernel Below(string directory)
    {
        // Links to directories are not followed: they may lead round in circles, and "source" does lead far.
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        try
        {
            List<KernelFile> files =
            [
                .. Directory.EnumerateFiles(directory, "*", options).Order(StringComparer.Ordinal)
                    .Select(path => KernelFile.Of(System.IO.Path.GetRelativePath(directory, path))).OfType<KernelFile>(),
            ];
            return new UnpackedKernel(
                directory, files, file => ObjectInput.OfFile(System.IO.Path.Combine(directory, file.Path), InputOrigin.ModuleDirectory));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(directory, SystemMessage.Of(exception));
        }
    }

    /// <inheritdoc/>
    public override void Visit(Func<KernelFile, bool> wants, Action<KernelFile, ObjectInput> visit, WorkerSource workers)
    {
        List<KernelFile> wanted = _files.FindAll(file => wants(file));
        KelfException?[] failures = new KelfException?[wanted.Count];
        Parallelism.For(wanted.Count, workers, static () => 0, (_, index) =>
        {
            try
            {
                visit(wanted[index], _open(wanted[index]));
            }
            catch (KelfException exception)
            {
                failures[index] = exception;
            }
        });
        if (Array.Find(failures, failure => failure is not null) is { } first)
        {
            throw first;
        }
    }
}
