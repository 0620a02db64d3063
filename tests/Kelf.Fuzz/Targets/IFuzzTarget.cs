// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>A reader that mutants are given to. It may refuse them, with the errors that users are meant to see.</summary>
public interface IFuzzTarget
{
    /// <summary>Name in reports.</summary>
    string Name { get; }

    /// <summary>The types whose parsing it exercises; a test checks that no parser is left out.</summary>
    IReadOnlyList<Type> Covers { get; }

    /// <summary>Reads a mutant as far as it goes.</summary>
    /// <param name="image">The mutant.</param>
    /// <param name="seed">What it was made from.</param>
    void Run(Region image, Seed seed);

    /// <summary>True for the errors by which the target refuses its input.</summary>
    bool Refuses(Exception error) => error is MalformedFileException or UnreadableFileException;
}
