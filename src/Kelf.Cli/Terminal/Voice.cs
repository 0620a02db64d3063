// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

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

    /// <summary>
    /// <c>gen_kheaders.sh: error: E-MISSING: no such file: include/a.h</c>: what has a code begins with it, as scripts around the
    /// kernel's one look for it.
    /// </summary>
    public static Voice WithCodes(string tool) => new CodedVoice(tool);

    /// <summary>Exit status after an error that is kelf's own fault.</summary>
    public abstract int InternalErrorStatus { get; }

    /// <summary>Prints why the run failed.</summary>
    public void Error(string message) => StandardError.WriteLine(ErrorLine(message));

    /// <summary>Whether warnings of one kind are one line (<see cref="WarningList"/>): the originals have a line for each.</summary>
    public virtual bool CountsWarnings => false;

    /// <summary>The line that says why the run failed.</summary>
    public abstract string ErrorLine(string message);

    /// <summary>The line that says what is suspicious.</summary>
    public abstract string WarningLine(string message);

    /// <summary>The line about an error that is kelf's own fault.</summary>
    public abstract string InternalErrorLine(string message);

    /// <summary>What is said of an error.</summary>
    public virtual string Words(KelfException exception) => exception is NotElfException foreign
        ? foreign.Message + ForeignFormatAdvice.Of(foreign.Format)
        : exception.Message;

    private class ToolVoice(string tool) : Voice
    {
        // The originals know no other status of failure.
        public override int InternalErrorStatus => ExitStatus.Failed;

        public override string ErrorLine(string message) => $"{tool}: error: {message}";

        public override string WarningLine(string message) => $"{tool}: warning: {message}";

        public override string InternalErrorLine(string message) => $"{tool}: internal error: {message}";
    }

    private sealed class KelfVoice() : ToolVoice("kelf")
    {
        public override bool CountsWarnings => true;

        public override int InternalErrorStatus => ExitStatus.InternalError;

        // Files that are mapped, or looked at more than once, cannot come from a stream.
        public override string Words(KelfException exception) => exception is UnreadableFileException { File: InputBytes.StandardInput }
            ? "-: standard input is not read here: give a file (./- is one of that name)"
            : base.Words(exception);
    }

    private sealed class CodedVoice(string tool) : ToolVoice(tool)
    {
        public override string Words(KelfException exception) => HeadersKind.IsCode(exception.Kind)
            ? $"{exception.Kind}: {exception.What}: {exception.File}"
            : base.Words(exception);
    }

    private sealed class GendwarfksymsVoice : Voice
    {
        // The original knows no other status of failure.
        public override int InternalErrorStatus => ExitStatus.Failed;

        public override string Words(KelfException exception) => exception switch
        {
            UnreadableFileException => $"open failed for '{exception.File}': {exception.What}",
            // The original does not notice that its standard output cannot be written.
            UnwritableFileException { File: StandardOutput.Name } => $"write failed for standard output: {exception.What}",
            UnwritableFileException => $"fopen failed for '{exception.File}': {exception.What}",
            _ => base.Words(exception),
        };

        public override string ErrorLine(string message) => $"error: gendwarfksyms: {message}";

        public override string WarningLine(string message) => $"warning: gendwarfksyms: {message}";

        public override string InternalErrorLine(string message) => ErrorLine($"internal error: {message}");
    }
}
