// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.State;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>An archive that was made, and is not written yet.</summary>
/// <param name="Bytes">The archive.</param>
/// <param name="TarSize">Bytes before they were compressed.</param>
/// <param name="Blocks">Blocks that the next archive may take over.</param>
/// <param name="Members">What is in it, as it was read, with hashes.</param>
internal sealed record MadeArchive(byte[] Bytes, long TarSize, IReadOnlyList<ArchiveBlock> Blocks, HeaderMember[] Members);
