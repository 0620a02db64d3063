// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>A member as it lies in a mapped archive.</summary>
/// <param name="Contents">Its bytes.</param>
/// <param name="ArchiveSize">Bytes of the archive, of whose budget it has a share.</param>
internal readonly record struct StoredMember(Region Contents, long ArchiveSize);
