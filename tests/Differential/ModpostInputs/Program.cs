// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Differential.ModpostInputs;
using Kelf.Differential.ModpostInputs.DeviceTables;
using Kelf.Differential.ModpostInputs.Sources;

// ModpostInputs tables OFFSETS RELEASE TARGET FOLDER FIRST COUNT   writes objects with device tables: good ones, which FOLDER/list
//                                        names, and as many faulty ones in FOLDER/bad; OFFSETS is the devicetable-offsets.h of the
//                                        target's compiler
// ModpostInputs layouts RELEASE LAYOUT   prints a C file that compiles when what the tool knows of the structures is true
// ModpostInputs sources FOLDER SEED COUNT   writes COUNT sources of modules, with what a build leaves beside them
switch (args)
{
    case ["tables", string offsets, string release, string target, string folder, string first, string count]:
        RecordOffsets records = RecordOffsets.Read(offsets);
        List<string> names = [];
        foreach (int number in Enumerable.Range(Number(first), Number(count)))
        {
            RandomTables good = new(records, release, ObjectTarget.Of(target), number);
            names.Add(good.Write(folder));
            new FaultyTable(records, release, ObjectTarget.Of(target), number).Write(Path.Combine(folder, "bad"));
        }

        File.WriteAllLines(Path.Combine(folder, "list"), names);
        return 0;
    case ["layouts", string release, string layout]:
        LayoutAssertions.Write(release, layout, Console.Out);
        return 0;
    case ["sources", string folder, string seed, string count]:
        RandomModules.Write(folder, Number(seed), Number(count));
        return 0;
    default:
        Console.Error.WriteLine("usage: ModpostInputs tables|layouts|sources ...");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
