// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Releases;

/// <summary>The kernel releases whose <c>scripts/mod/modpost</c> is known. Ordered: what one has, those after it have, unless said otherwise.</summary>
public enum ModpostRelease
{
    /// <summary>6.1: exports are symbols <c>__ksymtab_NAME</c>; objects are listed on standard input.</summary>
    Linux61,

    /// <summary>6.12: exports are in <c>.export_symbol</c>, options <c>-M</c>, <c>-t</c>, <c>-u</c>.</summary>
    Linux612,

    /// <summary>7.3: extended versions, <c>module:</c> namespaces, aliases of built-in drivers.</summary>
    Linux73,
}
