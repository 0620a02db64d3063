// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Split;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// A link whose debugging sections the linker does not see: it links stand-ins of the objects (<see cref="StandIn"/>), and the
/// debugging sections of the objects are added to what it has made.
/// </summary>
internal sealed class DebugJoining : IDisposable
{
    private readonly Dictionary<string, DebugInput> _inputs;
    private readonly List<DebugSection> _sections = [];
    private readonly WorkerSource _workers;
    private readonly TemporaryDirectory _directory;

    private DebugJoining(Dictionary<string, DebugInput> inputs, WorkerSource workers, TemporaryDirectory directory) =>
        (_inputs, _workers, _directory) = (inputs, workers, directory);

    /// <summary>Those objects of the link that have debugging sections, in the order of their sections' numbers.</summary>
    public IEnumerable<DebugObject> Objects => _inputs.Values.SelectMany(input => input.Objects);

    /// <summary>Opens the files of a link, and writes what stands in for them.</summary>
    /// <param name="paths">Paths of all objects and archives, as the linker gets them.</param>
    /// <param name="directory">Where stand-ins are until this is disposed.</param>
    /// <param name="workers">Gives threads.</param>
    /// <exception cref="UnknownLayoutException">The linker has to link the objects themselves.</exception>
    /// <exception cref="MalformedFileException">An object is malformed.</exception>
    /// <exception cref="RefusedException">An object that was linked of stand-ins is older than what it was linked of.</exception>
    public static DebugJoining Prepare(IReadOnlyList<string> paths, string directory, WorkerSource workers)
    {
        Dictionary<string, DebugInput> opened = new(StringComparer.Ordinal);
        DebugJoining? result = null;
        try
        {
            foreach (string path in paths.Distinct())
            {
                if (DebugInput.Open(path) is { } file)
                {
                    opened[path] = file;
                }
            }

            if (opened.Count == 0)
            {
                throw new UnknownLayoutException(paths[0], "no object has debugging sections");
            }

            result = new DebugJoining(opened, workers, TemporaryDirectory.CreateAt(directory));
            if (result.Objects.FirstOrDefault(file => StandIn.WordRelocation(file.Elf.Machine) is null) is { } foreign)
            {
                throw new UnknownLayoutException(foreign.Path, $"the layout for machine {(uint)foreign.Elf.Machine} is not known");
            }

            result.WriteStandIns();
            return result;
        }
        catch
        {
            foreach (DebugInput file in opened.Values)
            {
                file.Dispose();
            }

            result?._directory.Dispose();
            throw;
        }
    }

    /// <summary>What the linker gets in place of a path.</summary>
    public string StandInFor(string path) =>
        _inputs.TryGetValue(path, out DebugInput? input) && !input.IsStandIn ? Path.Combine(_directory.Path, path.Replace('/', '!')) : path;

    /// <summary>
    /// Writes the debugging sections of the image that stays, and gives the linked image its build ID. Its stand-ins of debugging
    /// sections then are empty.
    /// </summary>
    /// <param name="linked">The image that was linked of stand-ins. Nothing has changed it yet.</param>
    /// <param name="output">The image that stays, with debugging sections, and without what <c>kelf split</c> takes out.</param>
    /// <param name="linker">What the linker does.</param>
    /// <param name="layout">Where what stays goes.</param>
    /// <exception cref="UnknownLayoutException">The linker has done something that is not known; nothing is written.</exception>
    /// <exception cref="MalformedFileException">A relocation does not fit, or an object is malformed.</exception>
    /// <exception cref="UnwritableFileException">The image cannot be written.</exception>
    public JoinedImage Join(string linked, string output, ILinkerLayout linker, ImageLayout layout) =>
        JoinedImage.Begin(linked, output, _sections, linker, layout, _workers);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DebugInput file in _inputs.Values)
        {
            file.Dispose();
        }

        _directory.Dispose();
    }

    private void WriteStandIns()
    {
        RelocationScan.Run(Objects, _workers);
        foreach (DebugSection section in Objects.SelectMany(file => file.Sections))
        {
            _sections.Add(section);
            section.Number = (uint)_sections.Count;
        }

        foreach (DebugInput input in _inputs.Values.Where(input => !input.IsStandIn))
        {
            input.WriteStandIn(StandInFor(input.Path), _workers);
        }
    }
}
