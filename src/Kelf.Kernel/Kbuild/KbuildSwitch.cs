// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kbuild;

/// <summary>
/// Switches a source tree of Linux to kelf and back: one makefile is added to it, one line lets Kbuild read that, and some tools
/// need a line more (<c>kbuild/README.md</c>). All that a change needs is looked at before anything is written; what a tree had
/// before is there again afterwards, byte for byte. Nothing is touched that kelf did not write (<see cref="TreeMark"/>).
/// </summary>
public sealed class KbuildSwitch
{
    private readonly KernelTree _tree;

    private KbuildSwitch(KernelTree tree)
    {
        _tree = tree;
    }

    /// <summary>Names of all tools, in their order.</summary>
    public static IReadOnlyList<string> ToolNames { get; } = [.. KbuildTools.All.Select(tool => tool.Name)];

    /// <summary>Names of the tools that can replace something in this tree.</summary>
    public IReadOnlyList<string> UsefulTools => [.. Available.Select(item => item.Tool.Name)];

    private IEnumerable<(KbuildTool Tool, KbuildForm Form)> Available =>
        KbuildTools.All.Where(tool => tool.For(_tree) is not null).Select(tool => (tool, tool.For(_tree)!));

    // A file may have changes of several tools.
    private static IEnumerable<string> EditedFiles => KbuildTools.Edits.Select(edit => edit.File).Distinct();

    /// <summary>Looks at a tree, of any release.</summary>
    /// <param name="path">Its directory.</param>
    /// <exception cref="RefusedException">It is no source tree of Linux.</exception>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static KbuildSwitch Open(string path) => new(KernelTree.Open(path));

    /// <summary>Lets the tree use kelf.</summary>
    /// <param name="tools">Names out of <see cref="ToolNames"/>; null for those that leave each byte of the kernel as it is.</param>
    /// <param name="program">The path of kelf, which <c>make</c> is to start.</param>
    /// <exception cref="RefusedException">The tree, or the program, is not fit for it; nothing was written.</exception>
    /// <exception cref="UnreadableFileException">A file cannot be read.</exception>
    /// <exception cref="UnwritableFileException">A file cannot be written; run it again, or disable.</exception>
    public void Enable(IReadOnlyList<string>? tools, string program)
    {
        if (!KbuildTools.Releases.Contains(_tree.Release) && !KbuildTools.IsBetween(_tree.Release))
        {
            string known = string.Join(", ", KbuildTools.Releases.Select(known => $"{known.Major}.{known.Minor}"));
            throw new RefusedException(
                _tree.Root, $"Linux {_tree.Release.Major}.{_tree.Release.Minor} is not known here ({known} are); nothing was changed");
        }

        program = KbuildProgram.Check(program);
        (KbuildTool Tool, KbuildForm Form)[] wanted =
            [.. Available.Where(item => tools is null ? item.Tool.IsDefault : tools.Contains(item.Tool.Name))];
        if (tools?.FirstOrDefault(name => wanted.All(item => item.Tool.Name != name)) is { } useless)
        {
            throw new RefusedException(_tree.Root, $"Linux {_tree.Version} has nothing that '{useless}' could replace; nothing was changed");
        }

        TreeEdit[] edits = EditsFor([.. wanted.Select(item => item.Form)], [.. wanted.Select(item => item.Tool.Name)]);
        Check(wanted, edits);

        // First what is included, then what includes it; what is not included any more comes last.
        string[] makefiles = [.. wanted.Select(item => item.Form.Makefile).OfType<string>()];
        foreach ((_, KbuildForm form) in wanted.Where(item => item.Form.Makefile is not null))
        {
            _tree.Write(form.Makefile!, TreeMark.Sealed(KbuildMakefile.Fragment(form.Fragment)));
        }

        _tree.Write(KbuildTools.Makefile, KbuildMakefile.Compose(wanted, program));
        SetEdits(edits);
        RemoveMakefiles(KbuildTools.Makefiles.Except([.. makefiles, KbuildTools.Makefile]));
    }

    /// <summary>
    /// Takes all back that kelf wrote, of a tree of any release. What has a mark of kelf's but was changed since stays:
    /// <see cref="Look"/> tells.
    /// </summary>
    /// <exception cref="UnreadableFileException">A file cannot be read.</exception>
    /// <exception cref="UnwritableFileException">A file cannot be written; run it again.</exception>
    public void Disable()
    {
        SetEdits([]);
        RemoveMakefiles(KbuildTools.Makefiles);
    }

    /// <summary>Tells what the tree has of kelf.</summary>
    /// <param name="machine">The kernel that is asked for, or null.</param>
    /// <exception cref="RefusedException">The tree does not know the machine.</exception>
    /// <exception cref="UnreadableFileException">A file cannot be read.</exception>
    public KbuildState Look(KbuildMachine? machine = null)
    {
        if (machine is not null && _tree.Read($"arch/{machine.SourceName}/Kconfig") is null)
        {
            throw new RefusedException(_tree.PathOf($"arch/{machine.SourceName}"), $"Linux {_tree.Version} has no machine '{machine.Name}'");
        }

        List<(string File, int Lines)> edited = [];
        List<string> added = [];
        List<string> damaged = [];
        List<string> altered = [];
        foreach (string file in KbuildTools.Makefiles.Reverse())
        {
            TreeMarkState state = MarkOf(file);
            added.AddRange(state == TreeMarkState.Whole ? [file] : []);
            altered.AddRange(state == TreeMarkState.Altered ? [$"{file}: not as kelf wrote it"] : []);
        }

        string? makefile = MarkOf(KbuildTools.Makefile) == TreeMarkState.None ? null : _tree.Read(KbuildTools.Makefile);
        IReadOnlyList<string> on = KbuildMakefile.ToolsOf(makefile);
        KbuildForm[] forms = [.. Available.Where(item => on.Contains(item.Tool.Name)).Select(item => item.Form)];
        damaged.AddRange(forms.Select(form => form.Makefile).OfType<string>().Except(added).Select(file => $"{file}: not there"));
        TreeEdit[] edits = makefile is null ? [] : EditsFor(forms, on);
        foreach (string file in EditedFiles)
        {
            string contents = _tree.Read(file) ?? "";
            MarkedFile marked = MarkedFile.Read(contents);
            edited.AddRange(marked.Count > 0 ? [(file, marked.Count)] : []);
            altered.AddRange(marked.Altered.Select(line => $"{file}: line {line} is not as kelf wrote it"));
            if (marked.Altered.Count == 0 && makefile is not null && Applied(edits, file, marked.Original) != contents)
            {
                damaged.Add($"{file}: not as it was left");
            }
        }

        if (makefile is null && edited.Count > 0)
        {
            damaged.Add($"{KbuildTools.Makefile}: not there");
        }
        else if (edited.Count == 0 && added.Count == 0)
        {
            // All was taken back but what was altered: nothing is missing.
            damaged.Clear();
        }

        return new KbuildState(
            _tree.Version,
            KbuildTools.IsBetween(_tree.Release) ? $"{_tree.Release.Major}.{_tree.Release.Minor}" : null,
            KbuildMakefile.ProgramOf(makefile),
            [.. KbuildTools.All.Select(tool => new KbuildToolState(
                tool.Name, tool.Purpose, tool.For(_tree)?.Replaces, on.Contains(tool.Name), IdleReason(tool, machine)))],
            edited,
            added,
            damaged,
            altered);
    }

    private string? IdleReason(KbuildTool tool, KbuildMachine? machine) => machine is null
        ? null
        : tool.For(_tree)?.Uses.Select(need => need.FindReason(_tree, machine)).FirstOrDefault(reason => reason is not null);

    private static TreeEdit[] EditsFor(IEnumerable<KbuildForm> forms, IReadOnlyList<string> tools) =>
        [KbuildTools.Hook, .. forms.SelectMany(form => form.Edits).Where(edit => edit.NeedlessWith is not { } other || !tools.Contains(other))];

    private static string Applied(IEnumerable<TreeEdit> edits, string file, string original) =>
        edits.Where(edit => edit.File == file).Aggregate(original, (contents, edit) => edit.Applied(contents));

    private void Check(IReadOnlyList<(KbuildTool Tool, KbuildForm Form)> tools, IReadOnlyList<TreeEdit> edits)
    {
        foreach (string file in KbuildTools.Makefiles)
        {
            // A foreign one of a name that is not needed is no matter.
            if (MarkOf(file) is var state and not TreeMarkState.Whole && _tree.Read(file) is not null
                && (state == TreeMarkState.Altered || file == KbuildTools.Makefile || tools.Any(item => item.Form.Makefile == file)))
            {
                throw new RefusedException(_tree.PathOf(file), state == TreeMarkState.None
                    ? "there already, and not written by kelf; nothing was changed"
                    : "not as kelf wrote it; move it away, or restore it; nothing was changed");
            }
        }

        foreach (string file in EditedFiles)
        {
            if (MarkedFile.Read(_tree.Read(file) ?? "").Altered is [var line, ..])
            {
                throw new RefusedException(
                    _tree.PathOf(file), $"line {line} has kelf's mark, and is not as kelf wrote it; remove it, or restore it; nothing was changed");
            }
        }

        foreach ((_, KbuildForm form) in tools)
        {
            if (form.FindMissing(_tree) is { } missing)
            {
                throw Unknown(missing.File, missing.What);
            }
        }

        foreach (TreeEdit edit in edits)
        {
            if (edit.CountLine(_tree) is var count and not 1)
            {
                throw Unknown(edit.File, $"expected one line '{edit.Line.Trim()}', found {count}");
            }
        }
    }

    private RefusedException Unknown(string file, string what) =>
        new(_tree.PathOf(file), $"{what}: this kernel is not known here; nothing was changed");

    // Of all lines that are ours, lets the tree have those of some changes and no others.
    private void SetEdits(IReadOnlyList<TreeEdit> edits)
    {
        foreach (string file in EditedFiles)
        {
            if (_tree.Read(file) is { } contents
                && Applied(edits, file, MarkedFile.Read(contents).Original) is var wanted && wanted != contents)
            {
                _tree.Write(file, wanted);
            }
        }
    }

    private void RemoveMakefiles(IEnumerable<string> files)
    {
        foreach (string file in files.Where(file => MarkOf(file) == TreeMarkState.Whole))
        {
            _tree.Remove(file);
        }
    }

    private TreeMarkState MarkOf(string makefile) => TreeMark.StateOf(_tree.Read(makefile) ?? "");
}
