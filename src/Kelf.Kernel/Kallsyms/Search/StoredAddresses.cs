// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>How the addresses of entries are stored.</summary>
internal enum AddressForm
{
    /// <summary>As words: before Linux 4.6, and on IA-64.</summary>
    Words,

    /// <summary>As distances from a base: Linux 4.6 to 6.12.</summary>
    FromBase,

    /// <summary>The same, or as numbers, for which the first bit is 0: x86-64 with SMP.</summary>
    FromBaseOrNumbers,

    /// <summary>As distances from their own place: Linux 7.2.</summary>
    FromPlace,

    /// <summary>As numbers of 32 bits: Linux 7.2, for machines of 32 bits.</summary>
    Numbers,
}

/// <summary>Numbers that may be the addresses of entries, in a form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Values">The numbers.</param>
internal readonly record struct StoredAddresses(AddressForm Form, ulong[] Values)
{
    // Of five entries four have an address of their own, or more; what is no table repeats itself.
    private const int MostAtOneAddress = 4;

    // The base is the lowest address: of the first entry, or before Linux 5.8 of a symbol that got no entry.
    private const int MostToFirst = 1 << 24;

    /// <summary>Whether the form says addresses alone, and nothing has to be added.</summary>
    public bool IsAbsolute => Form is AddressForm.Words or AddressForm.Numbers;

    /// <summary>Bytes of a number.</summary>
    public static int SizeOf(AddressForm form, int wordSize) => form == AddressForm.Words ? wordSize : 4;

    /// <summary>Reads numbers.</summary>
    public static StoredAddresses Read(ImageNumbers numbers, int table, int count, AddressForm form, int wordSize)
    {
        int size = SizeOf(form, wordSize);
        ulong[] values = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = numbers.Word(table + (i * size), size);
        }

        return new StoredAddresses(form, values);
    }

    /// <summary>Whether an entry's address is a number to which nothing is added.</summary>
    public bool IsNumber(int entry) => IsAbsolute || (Form == AddressForm.FromBaseOrNumbers && (int)Values[entry] >= 0);

    /// <summary>An entry's address, or its distance from the base or the table.</summary>
    public long Distance(int entry) => Form switch
    {
        AddressForm.FromBaseOrNumbers when (int)Values[entry] < 0 => -1L - (int)Values[entry],
        AddressForm.FromPlace => (4L * entry) + (int)Values[entry],
        _ => (long)Values[entry],
    };

    /// <summary>
    /// Whether the numbers are such as the generator writes them: ascending, and the first that is relative to a base is not far from it.
    /// </summary>
    public bool IsPlausible()
    {
        int changes = 0;
        bool hasBase = Form is AddressForm.FromBase or AddressForm.FromBaseOrNumbers;
        bool isNumber = IsNumber(0);
        if (hasBase && !isNumber && Distance(0) > MostToFirst)
        {
            return false;
        }

        for (int i = 1; i < Values.Length; i++)
        {
            bool follows = IsNumber(i) == isNumber;
            // First the numbers, which are small.
            if (!follows && (!isNumber || Distance(i) > MostToFirst))
            {
                return false;
            }

            if (follows && (IsAbsolute ? Values[i] < Values[i - 1] : Distance(i) < Distance(i - 1)))
            {
                return false;
            }

            changes += follows && Values[i] == Values[i - 1] ? 0 : 1;
            isNumber = IsNumber(i);
        }

        return changes * (MostAtOneAddress + 1) >= Values.Length && (!hasBase || !isNumber);
    }
}
