// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// A link whose debugging sections the linker does not see: it links stand-ins of the objects (<see cref="StandIn"/>), and the
/// debugging sections of the objects are added to what it has made.
/// </summary>
internal sealed class DebugJoining : IDisposable
{
    private readonly Dictionary<string, DebugObject> _objects;
    private readonly List<DebugSection> _sections = [];
    private readonly WorkerSource _workers;
    private readonly TemporaryDirectory _directory;

    private DebugJoining(Dictionary<string, DebugObject> objects, WorkerSource workers, TemporaryDirectory directory) =>
        (_objects, _workers, _directory) = (objects, workers, directory);

    /// <summary>Opens the objects of a link, and writes what stands in for them.</summary>
    /// <param name="objects">Paths of all objects, as the linker gets them.</param>
    /// <param name="directory">Where stand-ins are until this is disposed.</param>
    /// <param name="workers">Gives threads.</param>
    /// <exception cref="UnknownLayoutException">The linker has to link the objects themselves.</exception>
    /// <exception cref="MalformedFileException">An object is malformed.</exception>
    public static DebugJoining Prepare(IEnumerable<string> objects, string directory, WorkerSource workers)
    {
        Dictionary<string, DebugObject> opened = new(StringComparer.Ordinal);
        DebugJoining? result = null;
        try
        {
            foreach (string path in objects.Distinct())
            {
                if (DebugObject.Open(path) is { } file)
                {
                    opened[path] = file;
                }
            }

            if (opened.Count == 0)
            {
                throw new UnknownLayoutException(objects.First(), "no object has debugging sections");
            }

            if (opened.Values.FirstOrDefault(file => StandIn.WordRelocation(file.Elf.Machine) is null) is { } foreign)
            {
                throw new UnknownLayoutException(foreign.Path, $"the layout for machine {(uint)foreign.Elf.Machine} is not known");
            }

            result = new DebugJoining(opened, workers, TemporaryDirectory.CreateAt(directory));
            result.WriteStandIns();
            return result;
        }
        catch
        {
            foreach (DebugObject file in opened.Values)
            {
                file.Dispose();
            }

            result?._directory.Dispose();
            throw;
        }
    }

    /// <summary>What the linker gets in place of a path.</summary>
    public string StandInFor(string path) => _objects.ContainsKey(path) ? Path.Combine(_directory.Path, path.Replace('/', '!')) : path;

    /// <summary>
    /// Writes the debugging sections of the image that stays, and gives the linked image its build ID. Its stand-ins of debugging
    /// sections then are empty.
    /// </summary>
    /// <param name="linked">The image that was linked of stand-ins. Nothing has changed it yet.</param>
    /// <param name="output">The image that stays, with debugging sections, and without what <c>kelf split</c> takes out.</param>
    /// <param name="linker">What the linker does.</param>
    /// <exception cref="UnknownLayoutException">The linker has done something that is not known; nothing is written.</exception>
    /// <exception cref="MalformedFileException">A relocation does not fit, or an object is malformed.</exception>
    /// <exception cref="UnwritableFileException">The image cannot be written.</exception>
    public JoinedImage Join(string linked, string output, ILinkerLayout linker) =>
        JoinedImage.Begin(linked, output, _objects.Values, _sections, linker, _workers);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DebugObject file in _objects.Values)
        {
            file.Dispose();
        }

        _directory.Dispose();
    }

    private void WriteStandIns()
    {
        foreach (DebugObject file in _objects.Values)
        {
            foreach (DebugSection section in file.Sections)
            {
                _sections.Add(section);
                section.Number = (uint)_sections.Count;
            }

            RelocationScan.Run(file, _workers);
            StandIn.Write(file, StandInFor(file.Path));
        }
    }
}
