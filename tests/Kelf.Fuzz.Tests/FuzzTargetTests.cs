// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;

using Kelf.Fuzz.Targets;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Fuzz.Tests;

public sealed class FuzzTargetTests
{
    [Fact]
    public void No_parser_lacks_a_target()
    {
        HashSet<Type> covered = [.. FuzzTargets.All.SelectMany(target => target.Covers)];
        Assert.Equal([], Parsers().Where(parser => !covered.Contains(parser)).Select(parser => parser.FullName));
    }

    [Fact]
    public void Targets_have_names_of_their_own() =>
        Assert.Equal(FuzzTargets.All.Count, FuzzTargets.All.DistinctBy(target => target.Name).Count());

    /// <summary>The public types that make something of a file's bytes by a static method.</summary>
    private static IEnumerable<Type> Parsers()
    {
        Type[] inputs = [typeof(Region), typeof(ElfFile)];
        return typeof(ElfFile).Assembly.GetExportedTypes().Where(type => type
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Any(method => method.ReturnType != typeof(bool) && method.GetParameters() is [var first, ..]
                && inputs.Contains(first.ParameterType)));
    }
}
