// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary>What is appended to an alias from here on: 7.3 ends the run when that is longer than 255 bytes.</summary>
/// <param name="output">Has the alias.</param>
internal readonly struct BoundedPart(AliasOutput output)
{
    // With a NUL at its end.
    private const int Room = 256;

    private readonly int _start = output.Text.Length;

    /// <summary>True when what was appended is too long.</summary>
    public bool IsFull => output.Release >= ModpostRelease.Linux73 && output.Text.Length - _start >= Room;

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int left = Room - (output.Text.Length - _start);
        if (output.Release >= ModpostRelease.Linux73 && bytes.Length >= left)
        {
            throw output.Fatal($"alias buffer ({Room}) overflow on append (need {bytes.Length}, have {left})");
        }

        output.Text.Add(bytes);
    }
}
