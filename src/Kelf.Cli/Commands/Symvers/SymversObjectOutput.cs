// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>Takes the texts of one object; null where nobody wants them.</summary>
/// <param name="Symtypes">Lines of the symtypes file.</param>
/// <param name="Dump">What the dump options ask for.</param>
internal sealed record SymversObjectOutput(ByteBuilder? Symtypes, ByteBuilder? Dump);
