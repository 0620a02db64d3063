// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin;
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Split;

namespace Kelf.Kernel.Link;

/// <summary>
/// The last link of a kernel, of which the linker does not see debugging sections. Where it is not known what the linker would do with
/// them, it links them, and the image is split: the image that stays is the same.
/// </summary>
internal sealed class DebugApartLink : IDisposable
{
    private const string StandIns = ".tmp_vmlinux.debug";

    private readonly LinkSettings _settings;
    private readonly ILinkHost _host;
    private readonly WorkerSource _workers;
    private readonly string _split;
    private JoinedImage? _joined;

    /// <summary>Prepares a link.</summary>
    /// <param name="settings">What is linked.</param>
    /// <param name="host">Runs the linker.</param>
    /// <param name="workers">Gives threads.</param>
    /// <param name="split">The image that stays.</param>
    public DebugApartLink(LinkSettings settings, ILinkHost host, WorkerSource workers, string split) =>
        (_settings, _host, _workers, _split) = (settings, host, workers, split);

    /// <summary>Links the image.</summary>
    /// <param name="additions">Objects that were made for this link.</param>
    /// <exception cref="ProgramFailedException">The linker has failed.</exception>
    /// <exception cref="MalformedFileException">An object is malformed.</exception>
    public void Link(IReadOnlyList<string> additions)
    {
        // From an earlier try, whose tables did not fit.
        _joined?.Dispose();
        _joined = null;
        IReadOnlyList<string> command = LinkerArguments.For(_settings, _settings.Output, stripsDebug: false, additions);
        try
        {
            ILinkerLayout linker = FindLayout(_settings, _host);
            using DebugJoining joining = DebugJoining.Prepare(LinkerArguments.Inputs(_settings, additions), StandIns, _workers);
            _host.Tell("LD", _settings.Output);
            _host.Try([.. command.Select(joining.StandInFor)]);
            // Whoever finds it has one that goes with the linked image, whatever happens now.
            File.Delete(_split);
            _host.Tell("DEBUG", _split);
            _joined = joining.Join(_settings.Output, _split, linker, _settings.SplitLayout);
        }
        catch (UnknownLayoutException unknown)
        {
            RefuseStandIns(_settings, unknown.What);
            Tell(unknown, _host);
            LinkWhole(command);
        }
        catch (ProgramFailedException)
        {
            // What it said of stand-ins, which nobody saw, it says of the objects themselves; and leaves what it leaves.
            LinkWhole(command);
            RefuseStandIns(_settings, "the linker has failed once and then not");
        }
    }

    /// <summary>Says what the linker does with debugging sections.</summary>
    /// <exception cref="UnknownLayoutException">It is not known, or something needs an image that was linked with them.</exception>
    public static ILinkerLayout FindLayout(LinkSettings settings, ILinkHost host)
    {
        string? why = settings.Config.Has("DEBUG_INFO_BTF") ? "BTF is made of a linked image's debugging information"
            : settings.Paths is not null ? "paths of symbols are looked for in its debugging information"
            : settings.HasEarlyRelocations ? "it keeps no relocations"
            : null;
        return why is null
            ? LinkerKnowledge.Find(host.Read([.. settings.Linker, "--version"]).Span, [.. settings.Flags, .. settings.ImageFlags])
            : throw new UnknownLayoutException(settings.Output, why);
    }

    /// <summary>Refuses to have the linker link debugging sections that <see cref="ObjectLink"/> has kept from it.</summary>
    /// <param name="settings">What is linked.</param>
    /// <param name="why">Why they are to be linked.</param>
    /// <exception cref="RefusedException">They are not there.</exception>
    public static void RefuseStandIns(LinkSettings settings, string why)
    {
        if (settings.LinksObject && LinkedStandIns.Is(LinkerArguments.Object))
        {
            throw new RefusedException(LinkerArguments.Object, $"it was linked without debugging sections (kelf link --relocatable), and "
                + $"{why}: remove it, and build without that");
        }
    }

    /// <summary>Tells that debugging sections are linked after all.</summary>
    public static void Tell(UnknownLayoutException unknown, ILinkHost host) =>
        host.Warn(Diagnostic.Warning(WarningKind.DebugLinked, $"{unknown.What}: linked with debugging sections as before") with
        {
            File = unknown.Diagnostic.File,
        });

    /// <summary>Writes the image that stays, when the linked one is complete.</summary>
    public void Finish()
    {
        if (_joined is { } joined)
        {
            joined.Finish();
            return;
        }

        _host.Tell("SPLIT", _split);
        using OpenedObject file = OpenedObject.ToEdit(_settings.Output);
        SplitPlan plan = SplitTool.Plan(RelocatableImage.Parse(file.Contents), new SplitOptions { Layout = _settings.SplitLayout });
        using OutputFile output = OutputFile.Create(_split, keepsTime: false);
        plan.Image.Write(output);
        output.SetMode(File.GetUnixFileMode(_settings.Output));
        output.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _joined?.Dispose();

    private void LinkWhole(IReadOnlyList<string> command)
    {
        _host.Tell("LD", _settings.Output);
        _host.Run(command);
    }
}
