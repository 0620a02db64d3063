// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Initcalls;

/// <summary>
/// The initcalls of a link by level: within a level in link order, that is, by object and in an object by counter.
/// </summary>
public sealed class InitcallOrder
{
    // console_init() calls these before all others; then follow the levels of the kernel's linker script (INIT_CALLS).
    private static readonly string[] s_runOrder =
    [
        "con", "early", "0", "0s", "1", "1s", "2", "2s", "3", "3s", "4", "4s", "5", "5s", "rootfs", "rootfss",
        "6", "6s", "7", "7s",
    ];

    private readonly Dictionary<string, List<Initcall>> _levels = new(StringComparer.Ordinal);

    /// <summary>Sorts initcalls into their levels.</summary>
    /// <param name="objects">The objects in link order.</param>
    public InitcallOrder(IEnumerable<ObjectInitcalls> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        foreach (ObjectInitcalls item in objects)
        {
            foreach (Initcall initcall in item.Initcalls)
            {
                string level = initcall.Name.Level;
                if (!_levels.TryGetValue(level, out List<Initcall>? list))
                {
                    _levels.Add(level, list = []);
                }

                list.Add(initcall);
            }
        }
    }

    /// <summary>True when there are none.</summary>
    public bool IsEmpty => _levels.Count == 0;

    /// <summary>The levels that occur, as the linker script has them: in the order of their bytes.</summary>
    public IEnumerable<string> Levels => _levels.Keys.Order(StringComparer.Ordinal);

    /// <summary>The levels that occur, as a kernel calls them; those that it never calls come last.</summary>
    public IEnumerable<string> LevelsInRunOrder =>
        [.. s_runOrder.Where(_levels.ContainsKey), .. Levels.Where(level => !HasPlace(level))];

    /// <summary>False for levels that the script accepts and no kernel calls.</summary>
    public static bool HasPlace(string level) => s_runOrder.Contains(level);

    /// <summary>The initcalls of a level in link order; none if it does not occur.</summary>
    public IReadOnlyList<Initcall> Of(string level) => _levels.TryGetValue(level, out List<Initcall>? list) ? list : [];
}
