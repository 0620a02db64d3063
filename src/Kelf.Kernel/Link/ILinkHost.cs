// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Link;

/// <summary>What a link needs of the world outside: other programs, and somebody to tell.</summary>
public interface ILinkHost
{
    /// <summary>Tells of a step, as Kbuild does: <c>  LD      .tmp_vmlinux1</c>.</summary>
    /// <param name="step">What is done, e.g. <c>LD</c>.</param>
    /// <param name="file">The file that it makes.</param>
    void Tell(string step, string file);

    /// <summary>Tells of something that is not as it should be.</summary>
    void Warn(Diagnostic warning);

    /// <summary>Runs a program, whose output is seen as that of this one.</summary>
    /// <exception cref="ProgramFailedException">It cannot be run, or ends with another status than 0.</exception>
    void Run(IReadOnlyList<string> command);

    /// <summary>Runs a program that may fail: what it prints on standard error is seen if it does not.</summary>
    /// <exception cref="ProgramFailedException">It cannot be run, or ends with another status than 0.</exception>
    void Try(IReadOnlyList<string> command);

    /// <summary>Runs a program, and takes what it prints on standard output.</summary>
    /// <exception cref="ProgramFailedException">It cannot be run, or ends with another status than 0.</exception>
    ReadOnlyMemory<byte> Read(IReadOnlyList<string> command);
}
