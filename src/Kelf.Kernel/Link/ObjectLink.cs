// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin;
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Link;

/// <summary>
/// The link of all of a kernel into one object, <c>vmlinux.o</c>, of which the linker does not see debugging sections. The object has none;
/// <see cref="DebugApartLink"/> takes them from what it was linked of.
/// </summary>
public sealed class ObjectLink
{
    private const string StandIns = ".tmp_vmlinux_o.debug";

    private readonly LinkSettings _settings;
    private readonly ILinkHost _host;
    private readonly IReadOnlyList<string> _flags;
    private readonly WorkerSource _workers;

    /// <summary>Prepares a link.</summary>
    /// <param name="settings">What is linked; its <see cref="LinkSettings.ImageFlags"/> are those of the image's link.</param>
    /// <param name="flags">Options of this link.</param>
    /// <param name="host">Runs the linker.</param>
    /// <param name="workers">Gives threads.</param>
    public ObjectLink(LinkSettings settings, IReadOnlyList<string> flags, ILinkHost host, WorkerSource workers) =>
        (_settings, _flags, _host, _workers) = (settings, flags, host, workers);

    /// <summary>Links the object.</summary>
    /// <exception cref="ProgramFailedException">The linker has failed.</exception>
    /// <exception cref="MalformedFileException">An object is malformed.</exception>
    public void Run()
    {
        IReadOnlyList<string> command = LinkerArguments.ForObject(_settings, _flags);
        File.Delete(LinkedStandIns.ListOf(_settings.Output));
        if (!_settings.LinksObject)
        {
            // The image is linked of what this one is made of, and nobody else wants them here.
            _host.Run([.. command, "--strip-debug"]);
            return;
        }

        try
        {
            DebugApartLink.FindLayout(_settings, _host);
            if (_flags.FirstOrDefault(flag => flag.StartsWith("-Map", StringComparison.Ordinal)) is { } map)
            {
                throw new UnknownLayoutException(_settings.Output, $"{map} names the objects");
            }

            using DebugJoining joining = DebugJoining.Prepare(LinkerArguments.InputsOfObject(_settings), StandIns, _workers);
            if (joining.Objects.FirstOrDefault(one => !LinkedStandIns.CanList(one)) is { } stored)
            {
                throw new UnknownLayoutException(stored.Path, "it is no file of its own");
            }

            _host.Try([.. command.Select(joining.StandInFor)]);
            LinkedStandIns.WriteList(_settings.Output, joining.Objects);
        }
        catch (UnknownLayoutException unknown)
        {
            DebugApartLink.Tell(unknown, _host);
            _host.Run(command);
        }
        catch (ProgramFailedException)
        {
            // What it said of stand-ins, which nobody saw, it says of the objects themselves.
            _host.Run(command);
        }
    }
}
