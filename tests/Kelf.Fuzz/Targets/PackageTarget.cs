// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Packages;
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>Files of packages, in tar and cpio archives: no header leads outside, and no file has more bytes than the package gives.</summary>
public sealed class PackageTarget : IFuzzTarget
{
    private const long Limit = 1 << 20;

    /// <inheritdoc/>
    public string Name => "package";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(PackageReader)];

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or MissingLibraryException;

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        DecompressionBudget budget = new DecompressionLimit { Bytes = Limit }.For(image.Length);
        using PackageReader package = PackageReader.Open(image, budget);
        bool isRead = false;
        while (package.MoveNext())
        {
            isRead = !isRead;
            using GrowingBuffer contents = new(new ByteSource(package.Current.Path), Limit);
            if (isRead && package.Current.IsFile)
            {
                package.CopyTo(contents);
                if ((ulong)contents.Length != package.Current.Size)
                {
                    throw new InvalidOperationException($"{contents.Length} bytes of a file of {package.Current.Size}");
                }
            }
        }

        if (budget.Left < 0 || package.MoveNext())
        {
            throw new InvalidOperationException("a package has no end");
        }
    }
}
