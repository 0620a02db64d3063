// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.Messages;

/// <summary>Prints messages as a release does, and knows what they do to the run.</summary>
/// <param name="release">The release.</param>
/// <param name="say">Takes whole lines with their ends, a character for each byte.</param>
public sealed class MessagePrinter(ModpostRelease release, Action<string> say)
{
    /// <summary>An error was printed: nothing more is to be written.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Prints a message.</summary>
    public void Print(MessageLevel level, string text)
    {
        HasErrors |= level is MessageLevel.Error or MessageLevel.Fatal or MessageLevel.Plain;
        say($"{BeginningOf(level)}{text}\n");
    }

    /// <summary>Prints all of a list.</summary>
    /// <param name="messages">The list.</param>
    /// <param name="isFatal">Whether the run ends with it.</param>
    /// <param name="resolve">Tells what was deferred, or null for nothing.</param>
    /// <exception cref="FatalException">The run ends with it.</exception>
    public void Print(MessageList messages, bool isFatal = false, Func<int, string?>? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (Message message in messages.Messages)
        {
            string? text = message.Reference < 0 ? message.Text : resolve?.Invoke(message.Reference);
            if (text is not null && !(text.Length == 0 && message.Level == MessageLevel.Note))
            {
                Print(message.Level, text);
            }
        }

        if (isFatal)
        {
            throw new FatalException();
        }
    }

    private string BeginningOf(MessageLevel level) => level switch
    {
        MessageLevel.Warning => "WARNING: modpost: ",
        MessageLevel.Error => "ERROR: modpost: ",
        MessageLevel.Fatal => release == ModpostRelease.Linux61 ? "FATAL: modpost: " : "ERROR: modpost: ",
        _ => "",
    };
}
