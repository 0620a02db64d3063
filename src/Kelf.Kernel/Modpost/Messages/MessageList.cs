// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Messages;

/// <summary>
/// Messages in order, of one object while it is read: objects are read in parallel, and the merge prints their lists in the order of
/// the objects. Of one thread.
/// </summary>
public sealed class MessageList
{
    private readonly List<Message> _messages = [];

    /// <summary>The messages in order.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>Whether one of them is an error.</summary>
    public bool HasErrors => _messages.Exists(message => message.Level is MessageLevel.Error or MessageLevel.Fatal or MessageLevel.Plain);

    /// <summary>Adds a message.</summary>
    /// <param name="level">What it is.</param>
    /// <param name="text">
    /// What follows the beginning, without the line feed at its end; may have several lines. A character stands for a byte
    /// (<see cref="Latin1"/>), so that no name loses anything.
    /// </param>
    public void Add(MessageLevel level, string text) => _messages.Add(new Message(level, text, -1));

    /// <summary>Keeps the place of what only the merge can tell, because it depends on objects before this one.</summary>
    /// <param name="reference">What the merge knows it by, at least 0.</param>
    public void Defer(int reference) => _messages.Add(new Message(MessageLevel.Error, "", reference));

    /// <summary>Keeps the place of a note that is known later; until it is told, nothing is printed for it.</summary>
    /// <returns>What <see cref="Tell"/> knows it by.</returns>
    public int Reserve()
    {
        _messages.Add(new Message(MessageLevel.Note, "", -1));
        return _messages.Count - 1;
    }

    /// <summary>Tells the note of a place that was kept.</summary>
    /// <param name="place">What <see cref="Reserve"/> gave.</param>
    /// <param name="text">The text, with several lines or none; a character stands for a byte.</param>
    public void Tell(int place, string text) => _messages[place] = _messages[place] with { Text = text };

    /// <summary>Adds a message after which the object is not read further.</summary>
    /// <returns>The exception to throw.</returns>
    public FatalException Fatal(string text)
    {
        Add(MessageLevel.Fatal, text);
        return new FatalException();
    }

    /// <summary>Adds the system's words about a file, after which nothing is read further.</summary>
    /// <returns>The exception to throw.</returns>
    public FatalException Unreadable(UnreadableFileException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Add(MessageLevel.Plain, failure.Message);
        return new FatalException();
    }
}

/// <summary>An entry of a <see cref="MessageList"/>.</summary>
/// <param name="Level">What it is.</param>
/// <param name="Text">The text; empty when it is not known yet, and of a note when there is nothing to say.</param>
/// <param name="Reference">What was deferred; -1 for a message.</param>
public readonly record struct Message(MessageLevel Level, string Text, int Reference);
