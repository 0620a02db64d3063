// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>
/// Objects, modules and images are opened in one place (ARCHITECTURE.md, Inputs), so that what one command reads, all do.
/// </summary>
public sealed partial class InputRuleTests
{
    // What no object is, or has to be the file itself.
    private static readonly string[] MayMap =
    [
        "src/Kelf.Kernel/Kbuild/KernelTree.cs", // makefiles
        "src/Kelf.Kernel/Kheaders/KheadersTool.cs",
        "src/Kelf.Kernel/Kheaders/Lists/HeaderLists.cs", // lists of headers
        "src/Kelf.Kernel/Kheaders/State/KheadersState.cs", // what the run before noted, and its archive
        "src/Kelf.Kernel/Modpost/ObjectScan.cs", // thousands of objects, each once
        "src/Kelf.Kernel/Shared/Files/InputBytes.cs", // what may be a pipe, too
        "src/Kelf.Kernel/Shared/Inputs/NestedArchives.cs",
        "src/Kelf.Kernel/Shared/Inputs/ObjectInputs.cs",
        "src/Kelf.Kernel/Shared/Inputs/OpenedObject.cs",
        "src/Kelf.Kernel/Split/SplitImage.cs", // an output that may be there already
        "src/Kelf.ObjectFiles/Elf/ElfFile.cs", // for users of the library; no tool opens files by it
    ];

    [Fact]
    public void Files_are_mapped_in_a_few_places() =>
        Assert.Equal(MayMap, SourceTree.CSharp("src").Where(path => SourceTree.Code(path).Any(line => Opens().IsMatch(line.Text))));

    [GeneratedRegex(@"\b(?:MappedFile|ElfFile)\.Open\b")]
    private static partial Regex Opens();
}
