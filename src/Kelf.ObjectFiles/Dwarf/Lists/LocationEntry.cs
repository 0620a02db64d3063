// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Lists;

/// <summary>Where an object is while the program is in a range of code (DWARF 5 §2.6.2).</summary>
/// <param name="Range">The code; of a default location all that no other entry of the list covers, and then empty here.</param>
/// <param name="Expression">
/// The location; <see cref="Expressions.ExpressionReader"/> reads it. Empty when the object has none there.
/// </param>
/// <param name="IsDefault">True for <c>DW_LLE_default_location</c>.</param>
public readonly record struct LocationEntry(AddressRange Range, Region Expression, bool IsDefault);
