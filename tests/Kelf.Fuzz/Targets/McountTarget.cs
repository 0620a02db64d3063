// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Mcount;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Fuzz.Targets;

/// <summary>Tables of traced functions, in both styles: found, named, and written.</summary>
public sealed class McountTarget : IFuzzTarget
{
    private static readonly McountOptions[] s_options =
    [
        new() { Style = McountStyle.Recordmcount },
        new() { Style = McountStyle.Objtool, Nop = true },
    ];

    /// <inheritdoc/>
    public string Name => "mcount";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(McountTool), typeof(FunctionNames), typeof(SymbolTableEditor)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        Exception? refusal = null;
        bool isAccepted = false;
        foreach (McountOptions options in s_options)
        {
            try
            {
                long length = 0;
                McountPlan plan = McountTool.Run(image, options);
                plan.Output.WriteTo(bytes => length += bytes.Length);
                FunctionNames names = FunctionNames.Of(plan.Output.File);
                foreach (McountRecord record in plan.Records)
                {
                    length += names.At(record).Length + names.SectionOf(record).Length;
                }

                GC.KeepAlive(length);
                isAccepted = true;
            }
            catch (RefusedException)
            {
                // Linked, or of a machine that is not traced: well-formed all the same.
                isAccepted = true;
            }
            catch (MalformedFileException error)
            {
                // The other way may still do.
                refusal = error;
            }
        }

        if (!isAccepted)
        {
            ExceptionDispatchInfo.Throw(refusal!);
        }
    }

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or RefusedException;
}
