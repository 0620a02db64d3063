// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Archive;

namespace Kelf.Kernel.DebugJoin;

/// <summary>A file of a link's command line, with debugging sections that the linker does not see.</summary>
/// <param name="path">The file, as the linker gets it.</param>
internal abstract class DebugInput(string path) : IDisposable
{
    /// <summary>The file, as the linker gets it.</summary>
    public string Path { get; } = path;

    /// <summary>Those of its objects that have debugging sections.</summary>
    public abstract IReadOnlyList<DebugObject> Objects { get; }

    /// <summary>True when the file itself has no debugging sections, since it was linked of stand-ins.</summary>
    public virtual bool IsStandIn => false;

    /// <summary>Opens a file.</summary>
    /// <returns>Null when it has no debugging sections.</returns>
    /// <exception cref="UnknownLayoutException">It has some that cannot be kept from the linker.</exception>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    /// <exception cref="RefusedException">It was linked of objects that have changed since.</exception>
    public static DebugInput? Open(string path)
    {
        OpenedObject file = OpenedObject.ToEdit(path);
        DebugInput? result = null;
        try
        {
            return result = ArchiveReader.IsArchive(file.Contents) ? DebugArchive.Find(path, file)
                : DebugObject.Find(path, file.Contents) is not { } one ? null
                : LinkedStandIns.Is(one.Elf) ? LinkedStandIns.Open(path)
                : new DebugFile(path, file, one);
        }
        finally
        {
            if (result is null or LinkedStandIns)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Writes what the linker gets in place of the file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="workers">Gives threads.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public abstract void WriteStandIn(string path, WorkerSource workers);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>An object.</summary>
    private sealed class DebugFile(string path, OpenedObject file, DebugObject debug) : DebugInput(path)
    {
        public override IReadOnlyList<DebugObject> Objects { get; } = [debug];

        public override void WriteStandIn(string path, WorkerSource workers)
        {
            using OutputFile output = OutputFile.Create(path, keepsTime: false);
            StandIn.Write(StandIn.Make(debug), output, 0);
            output.Commit();
        }

        public override void Dispose() => file.Dispose();
    }
}
