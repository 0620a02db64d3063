// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Packages;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kabi.Packages;

/// <summary>Files in a package, which is not unpacked: one of them is in memory at a time.</summary>
/// <param name="package">The package, which stays open as long as this is used.</param>
/// <param name="limit">What it, and each file in it, may expand to.</param>
internal sealed class PackagedKernel(Region package, DecompressionLimit limit) : KernelFiles
{
    /// <inheritdoc/>
    public override string Path => package.Source.File;

    /// <inheritdoc/>
    public override bool IsRandomAccess => false;

    /// <inheritdoc/>
    public override void Visit(Func<KernelFile, bool> wants, Action<KernelFile, ObjectInput> visit, WorkerSource workers)
    {
        using PackageReader reader = PackageReader.Open(package, limit.For(package.Length));
        while (reader.MoveNext())
        {
            PackageMember member = reader.Current;
            if (member.IsFile && KernelFile.Of(member.Path) is { } file && wants(file))
            {
                string name = $"{Path}({member.Path})";
                using GrowingBuffer contents = new(new ByteSource(name), (long)Math.Min(member.Size, long.MaxValue));
                reader.CopyTo(contents);
                visit(file, ObjectInput.OfMember(Path, 0, name, () => new StoredMember(contents.Contents, contents.Length)));
            }
        }
    }
}
