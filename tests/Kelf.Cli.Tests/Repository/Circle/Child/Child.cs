// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Tests.Repository.Circle.Child;

/// <summary>The other half.</summary>
internal static class Child
{
    public static string Name => Parent.Name.Length > 3 ? nameof(Child) : "";
}
