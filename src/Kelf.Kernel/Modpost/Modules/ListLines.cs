// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Modules;

/// <summary>The lines of a text that a build wrote, without their ends.</summary>
/// <param name="text">The text; its last line may have no end.</param>
public readonly ref struct ListLines(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(_text);

    /// <summary>Goes through the lines.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> text) => _rest = text;

        /// <summary>The line.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes to the next line, if there is one.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            int end = _rest.IndexOf((byte)'\n');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            return true;
        }
    }
}
