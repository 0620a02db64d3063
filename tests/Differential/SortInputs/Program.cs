// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kelf.Differential.SortInputs;

// SortInputs random FOLDER FIRST COUNT   writes the images FIRST to FIRST + COUNT - 1 into FOLDER: NUMBER.elf, the
//                                        listing of its functions NUMBER.nm, and NUMBER.has: the tables beside the
//                                        exceptions, `orc`, `mcount`, `both` or `none`
// SortInputs unsort IMAGE SEED           brings the tables of an x86-64 or arm64 image into disorder, in place
switch (args)
{
    case ["random", string folder, string first, string count]:
        int start = int.Parse(first, CultureInfo.InvariantCulture);
        for (int seed = start; seed < start + int.Parse(count, CultureInfo.InvariantCulture); seed++)
        {
            RandomImage image = new(seed);
            string path = Path.Combine(folder, seed.ToString(CultureInfo.InvariantCulture));
            File.WriteAllBytes(path + ".elf", image.Elf());
            File.WriteAllText(path + ".nm", image.Listing());
            File.WriteAllText(path + ".has", image.Tables() + "\n");
        }

        return 0;
    case ["unsort", string image, string seed]:
        Console.WriteLine(Disorder.Make(image, int.Parse(seed, CultureInfo.InvariantCulture)));
        return 0;
    default:
        Console.Error.WriteLine("usage: SortInputs random FOLDER FIRST COUNT\n       SortInputs unsort IMAGE SEED");
        return 2;
}
