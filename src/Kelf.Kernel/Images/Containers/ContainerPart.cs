// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Images.Containers;

/// <summary>A kernel, an initramfs or the like in a container.</summary>
/// <param name="Name">What the container calls it: <c>kernel</c>, <c>.linux</c>, <c>/images/kernel-1</c>.</param>
/// <param name="Offset">Where it begins in the container.</param>
/// <param name="Length">Its bytes, at least one.</param>
/// <param name="IsKernel">Whether the container says that it is a kernel.</param>
public sealed record ContainerPart(string Name, ulong Offset, ulong Length, bool IsKernel);

/// <summary>A text in the header of a container.</summary>
/// <param name="Name">A word for it: <c>cmdline</c>, <c>osrel</c>, <c>uname</c>.</param>
/// <param name="Text">The text, one line or several.</param>
public sealed record ContainerText(string Name, string Text);
