// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>
/// The voice of a tool that kelf stands in for, where the original has no form of messages that anyone could rely on:
/// <c>sorttable: error: vmlinux: No such file or directory</c>.
/// </summary>
/// <param name="name">The tool's name.</param>
internal sealed class DropInVoice(string name) : Voice
{
    // The originals know no other status of failure.
    public override int InternalErrorStatus => ExitStatus.Failed;

    public override string ErrorLine(string message) => $"{name}: error: {message}";

    public override string WarningLine(string message) => $"{name}: warning: {message}";

    public override string InternalErrorLine(string message) => $"{name}: internal error: {message}";

    public override string Unreadable(UnreadableFileException exception) => exception.Message;

    public override string Unwritable(UnwritableFileException exception) => exception.Message;
}
