// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Sorttable;
using Kelf.Kernel.SymbolPaths.Modes;

namespace Kelf.Kernel.Link;

/// <summary>
/// The last links of a kernel: the tables of its symbols are part of the image whose symbols they have, so the image is
/// linked until nothing moves any more (<c>scripts/link-vmlinux.sh</c> of 7.3), or once, with room for the tables.
/// </summary>
public sealed class KernelLink
{
    /// <summary>The link before the last, where the relocations are that the last one did not keep.</summary>
    public const string EarlyImage = ".tmp_vmlinux.early";

    private const string Map = "System.map";
    private const string BtfObject = ".tmp_vmlinux1.btf.o";
    private const string SourceObject = ".tmp_vmlinux.source.o";
    private const string BtfIds = ".tmp_vmlinux1.BTF_ids";

    private readonly LinkSettings _settings;
    private readonly ILinkHost _host;
    private readonly KallsymsPasses _passes;
    private readonly DebugApartLink? _debug;
    private bool _hasBtfObject;
    private string? _sourceName;

    /// <summary>Prepares a link.</summary>
    /// <param name="settings">What is linked.</param>
    /// <param name="host">Runs the linker.</param>
    /// <param name="workers">Gives threads for the tables.</param>
    public KernelLink(LinkSettings settings, ILinkHost host, WorkerSource workers)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _host) = (settings, host);
        _passes = new KallsymsPasses(settings, host, workers);
        _debug = settings.DebugApart is { } split ? new DebugApartLink(settings, host, workers, split) : null;
    }

    private bool HasTables => _settings.Config.Has("KALLSYMS");

    private bool HasBtf => _settings.Config.Has("DEBUG_INFO_BTF");

    /// <summary>Links the image, and writes <c>System.map</c>.</summary>
    /// <exception cref="ProgramFailedException">A program that was run has failed.</exception>
    /// <exception cref="LinkFailedException">The tables are not those of the image, or there is no BTF.</exception>
    /// <exception cref="MalformedFileException">An image or object is malformed.</exception>
    /// <exception cref="RefusedException">There is no link before the last to keep relocations in.</exception>
    public void Run()
    {
        try
        {
            LinkAll();
        }
        finally
        {
            _debug?.Dispose();
        }
    }

    private void LinkAll()
    {
        if (_settings.HasEarlyRelocations && (!HasTables || _settings.IsSinglePass))
        {
            throw new RefusedException(_settings.Output, "there is no link before the last that could keep relocations "
                + (HasTables ? "with a single link" : "without CONFIG_KALLSYMS"));
        }

        if (_debug is null)
        {
            DebugApartLink.RefuseStandIns(_settings, "they are not added to the image");
        }

        _host.Run([.. _settings.Make, "-f", $"{_settings.SourceTree}/scripts/Makefile.build", "obj=init", "init/version-timestamp.o"]);
        if (_settings.ChecksTracepoints)
        {
            _host.Run(["./scripts/tracepoint-update", "vmlinux.o"]);
        }

        if (_settings.IsSinglePass && HasTables && TryLinkOnce())
        {
            Sort();
        }
        else
        {
            Iterate();
        }

        if (HasTables && _settings.Paths is { Mode: PathMode.Side } paths)
        {
            _passes.WriteSide(paths, _settings.Output);
        }

        _debug?.Finish();

        // For fixdep.
        OutputFile.WriteText($".{_settings.Output}.d", $"{_settings.Output}: {_settings.SourceTree}/scripts/link-vmlinux.sh\n");
    }

    private void Iterate()
    {
        if (HasTables)
        {
            _passes.WriteEmpty();
        }

        MakeBtf(HasTables);
        if (HasTables)
        {
            _passes.Make(1);
            string early = ".tmp_vmlinux2";
            Link(early, stripsDebug: true);
            bool isSettled = _passes.Make(2);
            if (!isSettled || _settings.HasExtraPass)
            {
                early = ".tmp_vmlinux3";
                Link(early, stripsDebug: true);
                _passes.Make(3);
            }

            if (_settings.HasEarlyRelocations)
            {
                File.Move(early, EarlyImage, overwrite: true);
            }

            NameSource();
        }

        LinkImage();
        PatchBtf();
        _host.Tell("NM", Map);
        bool isConsistent = _passes.WriteMap(_settings.Output, Map) || !HasTables;
        Sort();
        if (!isConsistent)
        {
            throw new LinkFailedException(
                "Inconsistent kallsyms data", "Try \"make KALLSYMS_EXTRA_PASS=1\" as a workaround", _passes.FirstDifference);
        }
    }

    /// <summary>Links the image with room for the tables, and writes them there.</summary>
    /// <returns>False when there is too little room.</returns>
    private bool TryLinkOnce()
    {
        MakeBtf(hasTables: false);
        TableReserve reserve = _passes.Reserve([LinkerArguments.Object, .. LinkerArguments.Additions]);
        LinkImage();
        PatchBtf();
        _host.Tell("NM", Map);
        _passes.WriteMap(_settings.Output, Map);
        _host.Tell("KSYMS", _settings.Output);
        if (_passes.TryFill(reserve, _settings.Output) is { } tooLittle)
        {
            _host.Warn(Diagnostic.Warning(WarningKind.LinkedAgain, $"{tooLittle}: linking once more for the tables of symbols") with
            {
                File = _settings.Output,
            });
            return false;
        }

        return true;
    }

    // BTF is made of an image with debugging information, and is part of the next.
    private void MakeBtf(bool hasTables)
    {
        if (hasTables || HasBtf)
        {
            Link(".tmp_vmlinux1", stripsDebug: !HasBtf);
        }

        if (!HasBtf)
        {
            return;
        }

        _host.Tell("BTF", ".tmp_vmlinux1");
        try
        {
            _host.Run([_settings.Shell, $"{_settings.SourceTree}/scripts/gen-btf.sh", ".tmp_vmlinux1"]);
        }
        catch (ProgramFailedException)
        {
            throw new LinkFailedException("Failed to generate BTF for vmlinux", "Try to disable CONFIG_DEBUG_INFO_BTF");
        }

        _hasBtfObject = true;
    }

    // Of tables that Clang assembles the image has the name of their source, as what a line table begins with. Its form is the
    // assembler's affair, which makes one for a source of that name without tables; a label makes it look where it is.
    private void NameSource()
    {
        if (_settings.NamesSources)
        {
            string source = Path.ChangeExtension(_passes.Object!, ".S");
            OutputFile.WriteText(source, ".Ltables:\n");
            _host.Run([.. _settings.Assembler, "-c", "-o", SourceObject, source]);
            File.Delete(source);
            _sourceName = SourceObject;
        }
    }

    private void PatchBtf()
    {
        if (HasBtf)
        {
            _host.Tell("BTFIDS", _settings.Output);
            _host.Run([.. _settings.ResolveBtfIds, "--patch_btfids", BtfIds, _settings.Output]);
        }
    }

    private void Sort()
    {
        if (_settings.Config.Has("BUILDTIME_TABLE_SORT"))
        {
            _host.Tell("SORTTAB", _settings.Output);
            bool zeroesLost = _settings.Lister.Count > 0 && _settings.Config.Has("BUILDTIME_MCOUNT_SORT");
            SorttableTool.Run(_settings.Output, new SorttableOptions
            {
                Original = zeroesLost ? new OriginalFunctions(_host.Read([.. _settings.Lister, "-S", _settings.Output])) : null,
                ZeroesLost = zeroesLost,
            });
        }
    }

    private void LinkImage()
    {
        if (_debug is null)
        {
            Link(_settings.Output, stripsDebug: false);
            return;
        }

        _debug.Link(FindAdditions());
    }

    private void Link(string output, bool stripsDebug)
    {
        _host.Tell("LD", output);
        _host.Run(LinkerArguments.For(_settings, output, stripsDebug, FindAdditions()));
    }

    // What was made for this link.
    private List<string> FindAdditions()
    {
        List<string> additions = [];
        if (_passes.Object is { } tables)
        {
            additions.Add(tables);
        }

        if (_sourceName is { } source)
        {
            additions.Add(source);
        }

        if (_hasBtfObject)
        {
            additions.Add(BtfObject);
        }

        return additions;
    }
}
