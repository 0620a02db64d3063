// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Sorting of kernel tables, up to the edits; they lie in the file and do not overlap. The mutant is also read as a listing
/// of functions.
/// </summary>
public sealed class SorttableTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "sorttable";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(SorttableTool)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        OriginalFunctions listing = new(image.Span().ToArray());
        listing.Contains(0x1000, 8);
        try
        {
            Check(SorttableTool.Plan(image, new SorttableOptions { Original = listing }), image);
        }
        catch (RefusedException)
        {
            // Seeds of other targets are no kernels, and some not even linked: that is a right answer.
        }
    }

    private static void Check(SorttableResult result, Region image)
    {
        List<(ulong Start, ulong End)> ranges =
            [.. result.Edits.Select(edit => (edit.Offset, edit.Offset + (ulong)edit.Bytes.Length)).Order()];
        for (int i = 0; i < ranges.Count; i++)
        {
            if (ranges[i].End > (i + 1 < ranges.Count ? ranges[i + 1].Start : (ulong)image.Length))
            {
                throw new InvalidOperationException($"edit {i} ends at 0x{ranges[i].End:x}, outside or in the next one");
            }
        }
    }
}
