// SPDX-License-Identifier: GPL-2.0-only
using FsCheck;
using FsCheck.Fluent;

namespace Kelf.TestSupport;

/// <summary>Runs properties with a fixed seed, so that a failure is one in every run.</summary>
public static class Property
{
    private const ulong Seed = 20_261_120;

    /// <summary>Tries a property on <paramref name="count"/> generated values; their integers are <see cref="FullWidth"/>.</summary>
    public static void Holds<T>(Func<T, bool> property, int count = 500) =>
        Check.One(Settings(count), Prop.ForAll(FullWidth.Map.ArbFor<T>(), property));

    /// <summary>Tries a property on values of a generator of its own.</summary>
    public static void Holds<T>(Gen<T> generator, Func<T, bool> property, int count = 500) =>
        Check.One(Settings(count), Prop.ForAll(generator.ToArbitrary(), property));

    private static Config Settings(int count) =>
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(count).WithReplay(Seed, 1);
}
