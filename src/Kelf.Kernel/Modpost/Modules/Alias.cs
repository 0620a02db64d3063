// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Modules;

/// <summary>An alias that a device table makes: by it udev finds the module for a device.</summary>
/// <param name="Module">The module that the table's symbol names, of the kernel a built-in one; empty where releases before 7.3 name none.</param>
/// <param name="Text">The alias; a character stands for a byte.</param>
public readonly record struct Alias(string Module, string Text);
