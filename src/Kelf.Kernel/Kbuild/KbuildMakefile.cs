// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Text;

namespace Kelf.Kernel.Kbuild;

/// <summary>
/// <c>scripts/Makefile.kelf</c>: fragments of <c>kbuild/fragments</c>, each for the tools that it is wanted for. It tells itself what it
/// was made for, so that a tree needs no other record, and has a mark (<see cref="TreeMark"/>).
/// </summary>
internal static class KbuildMakefile
{
    private const string ToolsLine = "KELF_TOOLS ?= ";
    private const string ProgramLine = "KELF ?= ";

    /// <summary>Puts the makefile together.</summary>
    /// <param name="tools">What the tree is to use.</param>
    /// <param name="program">The path of kelf.</param>
    public static string Compose(IReadOnlyList<(KbuildTool Tool, KbuildForm Form)> tools, string program)
    {
        StringBuilder text = new(Fragment("head.mk")
            .Replace("@KELF@", KbuildProgram.ToBytes(program), StringComparison.Ordinal)
            .Replace("@TOOLS@", string.Join(' ', tools.Select(item => item.Tool.Name)), StringComparison.Ordinal));
        foreach ((KbuildTool tool, KbuildForm form) in tools.Where(item => item.Form.Makefile is null))
        {
            text.Append("\nifneq ($(filter ").Append(tool.Name).Append(",$(KELF_TOOLS)),)\n")
                .Append(Fragment(form.Fragment))
                .Append("endif # ").Append(tool.Name).Append('\n');
        }

        return TreeMark.Sealed(text.ToString());
    }

    /// <summary>A fragment as it is in <c>kbuild/fragments</c>; the build puts these into the program.</summary>
    public static string Fragment(string name)
    {
        Assembly assembly = typeof(KbuildMakefile).Assembly;
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    /// <summary>The tools that a makefile was made for; none without one.</summary>
    public static IReadOnlyList<string> ToolsOf(string? makefile) =>
        (ValueOf(makefile, ToolsLine) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The program that a makefile starts, or null.</summary>
    public static string? ProgramOf(string? makefile) =>
        ValueOf(makefile, ProgramLine) is { } program ? KbuildProgram.FromBytes(program) : null;

    private static string? ValueOf(string? makefile, string start) =>
        makefile?.Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
}
