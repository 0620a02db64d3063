// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.TestSupport;

namespace Kelf.Fuzz.Targets;

/// <summary>Splitting a linked image in every layout: what is made is an image again, of which nothing is left to split.</summary>
public sealed class SplitTarget : IFuzzTarget
{
    // A mutant's alignment may make a result that is far larger than the mutant; holes cost nothing in a file.
    private const ulong LargestResult = 1 << 20;

    private static readonly SplitOptions[] s_options =
        [
            .. Enum.GetValues<ImageLayout>().Select(layout => new SplitOptions { Layout = layout }), new() { KeepRelocations = true },
        ];

    /// <inheritdoc/>
    public string Name => "split";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(SplitTool), typeof(BuiltinModules), typeof(RebuiltStrings)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        RelocatableImage elf = RelocatableImage.Parse(image);
        Attempts attempts = new(this);
        foreach (SplitOptions options in s_options)
        {
            attempts.Try(() => Split(elf, options));
        }

        attempts.Try(() => BuiltinModules.Read(elf.Elf).MakePaths());
        attempts.ThrowIfNoneWorked();
    }

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or RefusedException;

    private static void Split(RelocatableImage elf, SplitOptions options)
    {
        SplitPlan plan = SplitTool.Plan(elf, options);
        if (plan.Image.Size > LargestResult)
        {
            return;
        }

        using NativeBuffer result = InMemory.File(plan.Image.ToBytes(), "split");
        try
        {
            SplitPlan again = SplitTool.Plan(RelocatableImage.Open(ElfFile.Parse(result.Contents)), options);
            if (!again.HasNothingToRemove)
            {
                throw new InvalidOperationException("something is left to split");
            }
        }
        catch (Exception error) when (error is MalformedFileException or RefusedException)
        {
            throw new InvalidOperationException($"the result is refused: {error.Message}", error);
        }
    }
}
