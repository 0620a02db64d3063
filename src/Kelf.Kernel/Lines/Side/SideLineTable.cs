// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Side;

/// <summary>What is in a side table of lines: for each address of an image's code the file, the line, and what was inlined there.</summary>
/// <remarks>
/// Columns and discriminators are not in it: traces do not print them, and they would double its size. Numbers of files and
/// functions are those of first use in the order of addresses: most of the time the next new one, which takes little room.
/// </remarks>
/// <param name="BuildId">The build ID of the image: hexadecimal digits.</param>
/// <param name="Files">Paths below the source tree. The first is null and stands for a file that is not known.</param>
/// <param name="Rows">The rows, in the order of their addresses, no two of one address.</param>
/// <param name="Functions">The functions.</param>
/// <param name="Nodes">Functions at places.</param>
/// <param name="Segments">Runs of code, in the order of their addresses, no two of one address; empty when only rows were asked for.</param>
/// <param name="Units">
/// Where the code of each unit begins, with the unit's source, which is where its functions are from, also those that a header has.
/// Lines are 0. Units of assembly are left out: assemblers name the first file that emitted code.
/// </param>
public sealed record SideLineTable(
    string BuildId, IReadOnlyList<string?> Files, IReadOnlyList<SideRow> Rows, IReadOnlyList<SideFunction> Functions,
    IReadOnlyList<SideNode> Nodes, IReadOnlyList<SideSegment> Segments, IReadOnlyList<SideRow> Units)
{
    /// <summary>First eight bytes of the file.</summary>
    internal static ReadOnlySpan<byte> Magic => "KLINES01"u8;
}
