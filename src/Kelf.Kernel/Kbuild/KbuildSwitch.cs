// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kbuild;

/// <summary>
/// Switches a source tree of Linux to kelf and back: one makefile is added to it, one line lets Kbuild read that, and some tools
/// need a line more (<c>kbuild/README.md</c>). All that a change needs is looked at before anything is written; what a tree had
/// before is there again afterwards, byte for byte.
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
        KbuildTools.All.Where(tool => tool.For(_tree.Release) is not null).Select(tool => (tool, tool.For(_tree.Release)!));

    /// <summary>Looks at a tree.</summary>
    /// <param name="path">Its folder.</param>
    /// <exception cref="RefusedException">It is no source tree of Linux, or one of a release that kelf does not know.</exception>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static KbuildSwitch Open(string path) => new(KernelTree.Open(path));

    /// <summary>Lets the tree use kelf.</summary>
    /// <param name="tools">Names out of <see cref="ToolNames"/>; null for those that leave each byte of the kernel as it is.</param>
    /// <param name="program">The path of kelf, which <c>make</c> is to start.</param>
    /// <exception cref="RefusedException">The tree, or the program's path, is not fit for it; nothing was written.</exception>
    /// <exception cref="UnreadableFileException">A file cannot be read.</exception>
    /// <exception cref="UnwritableFileException">A file cannot be written; run it again, or disable.</exception>
    public void Enable(IReadOnlyList<string>? tools, string program)
    {
        if (program.Any(c => char.IsWhiteSpace(c) || "'\"\\$#:;&|<>()".Contains(c, StringComparison.Ordinal)))
        {
            throw new RefusedException(program, "make cannot start a program with such a path; put kelf elsewhere");
        }

        (KbuildTool Tool, KbuildForm Form)[] wanted =
            [.. Available.Where(item => tools is null ? item.Tool.IsDefault : tools.Contains(item.Tool.Name))];
        if (tools?.FirstOrDefault(name => wanted.All(item => item.Tool.Name != name)) is { } useless)
        {
            throw new RefusedException(_tree.Root, $"Linux {_tree.Version} has nothing that '{useless}' could replace; nothing was changed");
        }

        Check(wanted);
        foreach ((_, KbuildForm form) in Available.Except(wanted))
        {
            TakeBack(form);
        }

        // First what is included, then what includes it.
        foreach ((_, KbuildForm form) in wanted.Where(item => item.Form.Makefile is not null))
        {
            _tree.Write(form.Makefile!, KbuildMakefile.Fragment(form.Fragment));
        }

        _tree.Write(KbuildTools.Makefile, KbuildMakefile.Compose(wanted, program));
        foreach (TreeEdit edit in wanted.SelectMany(item => item.Form.Edits).Prepend(KbuildTools.Hook))
        {
            _tree.Write(edit.File, edit.Applied(edit.Reverted(_tree.Read(edit.File)!)));
        }
    }

    /// <summary>Takes all back.</summary>
    /// <exception cref="UnreadableFileException">A file cannot be read.</exception>
    /// <exception cref="UnwritableFileException">A file cannot be written; run it again.</exception>
    public void Disable()
    {
        foreach ((_, KbuildForm form) in Available)
        {
            TakeBack(form);
        }

        TakeBack(KbuildTools.Hook);
        _tree.Remove(KbuildTools.Makefile);
    }

    /// <summary>Tells what the tree has of kelf.</summary>
    /// <exception cref="UnreadableFileException">A file cannot be read.</exception>
    public KbuildState Look()
    {
        string? makefile = _tree.Read(KbuildTools.Makefile);
        IReadOnlyList<string> on = KbuildMakefile.ToolsOf(makefile);
        List<(string File, int Lines)> edited = [];
        List<string> added = makefile is null ? [] : [KbuildTools.Makefile];
        List<string> damaged = [];
        LookAt(KbuildTools.Hook, isOn: makefile is not null, edited, damaged);
        foreach ((KbuildTool tool, KbuildForm form) in Available)
        {
            bool isOn = on.Contains(tool.Name);
            if (form.Makefile is { } own && _tree.Read(own) is var contents)
            {
                added.AddRange(contents is null ? [] : [own]);
                if (isOn && contents is null)
                {
                    damaged.Add($"{own}: not there");
                }
            }

            foreach (TreeEdit edit in form.Edits)
            {
                LookAt(edit, isOn, edited, damaged);
            }
        }

        if (makefile is null && edited.Count > 0)
        {
            damaged.Add($"{KbuildTools.Makefile}: not there");
        }

        return new KbuildState(
            _tree.Version,
            KbuildMakefile.ProgramOf(makefile),
            [.. KbuildTools.All.Select(tool => new KbuildToolState(
                tool.Name, tool.Purpose, tool.For(_tree.Release)?.Replaces, on.Contains(tool.Name)))],
            edited,
            added,
            damaged);
    }

    private void Check(IReadOnlyList<(KbuildTool Tool, KbuildForm Form)> tools)
    {
        foreach ((string file, string text) in tools.SelectMany(item => item.Form.Needs))
        {
            if (_tree.Read(file)?.Contains(text, StringComparison.Ordinal) != true)
            {
                throw Unknown(file, $"no '{text.Trim()}'");
            }
        }

        foreach (TreeEdit edit in tools.SelectMany(item => item.Form.Edits).Prepend(KbuildTools.Hook))
        {
            int count = _tree.Read(edit.File) is { } contents ? edit.CountLine(edit.Reverted(contents)) : 0;
            if (count != 1)
            {
                throw Unknown(edit.File, $"expected one line '{edit.Line.Trim()}', found {count}");
            }
        }
    }

    private RefusedException Unknown(string file, string what) =>
        new(_tree.PathOf(file), $"{what}: this kernel is not known here; nothing was changed");

    private void TakeBack(KbuildForm form)
    {
        foreach (TreeEdit edit in form.Edits)
        {
            TakeBack(edit);
        }

        if (form.Makefile is { } makefile)
        {
            _tree.Remove(makefile);
        }
    }

    private void TakeBack(TreeEdit edit)
    {
        if (_tree.Read(edit.File) is { } contents && edit.IsIn(contents))
        {
            _tree.Write(edit.File, edit.Reverted(contents));
        }
    }

    private void LookAt(TreeEdit edit, bool isOn, List<(string File, int Lines)> edited, List<string> damaged)
    {
        string contents = _tree.Read(edit.File) ?? "";
        if (edit.IsIn(contents))
        {
            edited.Add((edit.File, edit.LineCount));
        }

        if (isOn && !edit.IsWhollyIn(contents))
        {
            damaged.Add($"{edit.File}: not as it was left");
        }
    }
}
