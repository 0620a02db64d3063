// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary>Makes aliases of records of one type; of one table, so that it may remember records before.</summary>
public abstract class AliasRule
{
    /// <summary>Makes the aliases of a record: none, one or several.</summary>
    /// <param name="record">The record.</param>
    /// <param name="output">Takes them; its text is empty.</param>
    public abstract void Convert(in DeviceRecord record, AliasOutput output);
}
