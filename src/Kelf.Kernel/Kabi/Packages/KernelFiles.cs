// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kabi.Packages;

/// <summary>The files of a kernel in one place, packed or not.</summary>
internal abstract class KernelFiles
{
    /// <summary>What messages call the place.</summary>
    public abstract string Path { get; }

    /// <summary>True when a file can be read without those before it.</summary>
    public abstract bool IsRandomAccess { get; }

    /// <summary>Goes through the files that say something of exports, once.</summary>
    /// <param name="wants">Which of them are wanted.</param>
    /// <param name="visit">Takes a file that is; its input is valid during the call alone. Several threads may call it.</param>
    /// <param name="workers">Gives threads.</param>
    /// <exception cref="KelfException">A file cannot be read, or is malformed.</exception>
    public abstract void Visit(Func<KernelFile, bool> wants, Action<KernelFile, ObjectInput> visit, WorkerSource workers);
}
