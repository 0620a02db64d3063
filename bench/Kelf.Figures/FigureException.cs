// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Figures;

/// <summary>What is wrong with the results, or with a document that shows them.</summary>
internal sealed class FigureException(string message) : Exception(message);
