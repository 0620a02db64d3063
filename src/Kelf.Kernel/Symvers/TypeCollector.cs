// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers;

/// <summary>
/// Runs the walk over all units that describe a listed symbol. Units that refer to no other are walked in parallel, each
/// with its own records; when units refer to each other, the order of the walk matters between them, and one walk takes all.
/// </summary>
internal static class TypeCollector
{
    /// <summary>Builds the texts of all groups that have a task, and of the types they reach.</summary>
    public static DescribedTypes Collect(
        DwarfFile dwarf, int groupCount, List<SymbolTask>[] tasks, KabiRules rules, SymversOptions options, IByteSink? dump)
    {
        int[] units = [.. Enumerable.Range(0, tasks.Length).Where(unit => tasks[unit].Count > 0)];
        bool independent = dump is null && !Array.Exists(units, unit => dwarf.Units[unit].Abbreviations.RefersToOtherUnits);
        ConcurrentBag<Worker> workers = [];
        Worker NewWorker()
        {
            Worker worker = new(dwarf, groupCount, rules, options, dump);
            workers.Add(worker);
            return worker;
        }

        if (independent)
        {
            Parallelism.For(units.Length, options.Threads, NewWorker, (worker, i) =>
            {
                worker.Walk(tasks[units[i]]);
                worker.TakeTexts();
            });
        }
        else
        {
            Worker worker = NewWorker();
            foreach (int unit in units)
            {
                worker.Walk(tasks[unit]);
            }

            worker.TakeTexts();
        }

        TypeTexts types = new();
        byte[]?[] groupTexts = new byte[groupCount][];
        foreach (Worker worker in workers)
        {
            int[] numbers = types.Merge(worker.Texts);
            for (int group = 0; group < groupCount; group++)
            {
                if (worker.GroupTexts[group] is { } text)
                {
                    TypeTexts.Renumber(text, numbers);
                    groupTexts[group] = text;
                }
            }
        }

        return new DescribedTypes(types, groupTexts);
    }

    /// <summary>One thread's walk, and the texts it found.</summary>
    private sealed class Worker
    {
        private readonly TypeWalk _walk;
        private readonly TextFlattener _flattener;
        private readonly Dictionary<int, UnitIndex> _indices = [];
        private readonly List<(int Group, int Text)> _described = [];
        private DwarfUnit? _lastUnit;
        private UnitIndex? _lastIndex;

        public Worker(DwarfFile dwarf, int groupCount, KabiRules rules, SymversOptions options, IByteSink? dump)
        {
            GroupTexts = new byte[groupCount][];
            _walk = new TypeWalk(dwarf, Texts.Names, rules, options, dump is null ? null : new DieDump(dump), IndexOf);
            _flattener = new TextFlattener(_walk.Records, Texts.Names);
        }

        public TypeTexts Texts { get; } = new();

        /// <summary>The texts of the groups that this worker described.</summary>
        public byte[]?[] GroupTexts { get; }

        public void Walk(List<SymbolTask> tasks)
        {
            foreach (SymbolTask task in tasks)
            {
                _described.Add((task.Group, _walk.Describe(task)));
            }
        }

        /// <summary>Turns the records of the walk into texts, and starts over.</summary>
        public void TakeTexts()
        {
            for (int record = 0; record < _walk.Records.Count; record++)
            {
                if (_walk.Records[record] is { Name: >= 0, IsComplete: true })
                {
                    int name = _walk.Records[record].Name;
                    ReadOnlySpan<byte> text = _flattener.Flatten(record);
                    Texts.Offer(name, text, _flattener.WrittenLength);
                }
            }

            foreach ((int group, int text) in _described)
            {
                GroupTexts[group] = _flattener.Flatten(_walk.SymbolTexts[text]).ToArray();
            }

            _described.Clear();
            _walk.Clear();
            _indices.Clear();
            (_lastUnit, _lastIndex) = (null, null);
        }

        private UnitIndex IndexOf(DwarfUnit unit)
        {
            if (unit == _lastUnit)
            {
                return _lastIndex!;
            }

            if (!_indices.TryGetValue(unit.Index, out UnitIndex? index))
            {
                index = UnitIndex.Build(unit);
                _indices.Add(unit.Index, index);
            }

            (_lastUnit, _lastIndex) = (unit, index);
            return index;
        }
    }
}
