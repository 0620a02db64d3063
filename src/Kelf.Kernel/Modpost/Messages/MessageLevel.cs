// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Messages;

/// <summary>What a message is, and what it does to the run.</summary>
public enum MessageLevel
{
    /// <summary>Begins <c>WARNING: modpost: </c>; the run goes on.</summary>
    Warning,

    /// <summary>Begins <c>ERROR: modpost: </c>; checking goes on, but nothing more is written, and the exit status is 1.</summary>
    Error,

    /// <summary>The run ends after it: <c>ERROR: modpost: </c>, in 6.1 <c>FATAL: modpost: </c>.</summary>
    Fatal,

    /// <summary>Without a beginning of its own: the system's words about a file. The run ends after it.</summary>
    Plain,

    /// <summary>Like <see cref="Plain"/>, and the run goes on.</summary>
    Note,
}
