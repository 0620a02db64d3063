// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>How messages begin: kelf's own way, or the way of the tool that kelf stands in for.</summary>
internal abstract class Voice
{
    /// <summary><c>kelf: error: vmlinux.o: No such file or directory</c></summary>
    public static Voice Kelf { get; } = new KelfVoice();

    /// <summary><c>error: gendwarfksyms: open failed for 'vmlinux.o': No such file or directory</c></summary>
    public static Voice Gendwarfksyms { get; } = new GendwarfksymsVoice();

    /// <summary><c>relocs: error: vmlinux: No such file or directory</c>: for originals without a manner of their own.</summary>
    public static Voice Of(string tool) => new ToolVoice(tool);

    /// <summary>Exit status after an error that is kelf's own fault.</summary>
    public abstract int InternalErrorStatus { get; }

    /// <summary>Prints why the run failed.</summary>
    public void Error(string message) => StandardError.WriteLine(ErrorLine(message));

    /// <summary>Prints what is suspicious, but no reason to stop.</summary>
    public void Warning(string message) => StandardError.WriteLine(WarningLine(message));

    /// <summary>Whether warnings of one kind are one line (<see cref="WarningList"/>): the originals have a line for each.</summary>
    public virtual bool CountsWarnings => false;

    /// <summary>The line that says why the run failed.</summary>
    public abstract string ErrorLine(string message);

    /// <summary>The line that says what is suspicious.</summary>
    public abstract string WarningLine(string message);

    /// <summary>The line about an error that is kelf's own fault.</summary>
    public abstract string InternalErrorLine(string message);

    /// <summary>Words for a file that cannot be opened or read.</summary>
    public abstract string Unreadable(UnreadableFileException exception);

    /// <summary>Words for a result that cannot be written.</summary>
    public abstract string Unwritable(UnwritableFileException exception);

    private class ToolVoice(string tool) : Voice
    {
        // The originals know no other status of failure.
        public override int InternalErrorStatus => ExitStatus.Failed;

        public override string Unreadable(UnreadableFileException exception) => exception.Message;

        public override string Unwritable(UnwritableFileException exception) => exception.Message;

        public override string ErrorLine(string message) => $"{tool}: error: {message}";

        public override string WarningLine(string message) => $"{tool}: warning: {message}";

        public override string InternalErrorLine(string message) => $"{tool}: internal error: {message}";
    }

    private sealed class KelfVoice() : ToolVoice("kelf")
    {
        public override bool CountsWarnings => true;

        public override int InternalErrorStatus => ExitStatus.InternalError;

        // Files that are mapped, or looked at more than once, cannot come from a stream.
        public override string Unreadable(UnreadableFileException exception) => exception.InputFile == InputBytes.StandardInput
            ? "-: standard input is not read here: give a file (./- is one of that name)"
            : base.Unreadable(exception);
    }

    private sealed class GendwarfksymsVoice : Voice
    {
        // The original knows no other status of failure.
        public override int InternalErrorStatus => ExitStatus.Failed;

        public override string Unreadable(UnreadableFileException exception) =>
            $"open failed for '{exception.InputFile}': {exception.Reason}";

        public override string Unwritable(UnwritableFileException exception) =>
            // The original does not notice that its standard output cannot be written.
            exception.OutputFile == StandardOutput.Name
                ? $"write failed for standard output: {exception.Reason}"
                : $"fopen failed for '{exception.OutputFile}': {exception.Reason}";

        public override string ErrorLine(string message) => $"error: gendwarfksyms: {message}";

        public override string WarningLine(string message) => $"warning: gendwarfksyms: {message}";

        public override string InternalErrorLine(string message) => ErrorLine($"internal error: {message}");
    }
}
