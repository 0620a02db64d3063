// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Tests.Repository.Circle;

/// <summary>Half of a circle that <see cref="LayerTests"/> has to notice.</summary>
internal static class Parent
{
    public static string Name => nameof(Parent) + Child.Child.Name;
}
