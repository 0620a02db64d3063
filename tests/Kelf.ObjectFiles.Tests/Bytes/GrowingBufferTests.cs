// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class GrowingBufferTests
{
    private static readonly ByteSource _source = new("a");

    [Fact]
    public void Bytes_stay_as_it_grows()
    {
        byte[] text = new byte[1_000_000];
        new Random(2).NextBytes(text);
        using GrowingBuffer buffer = new(_source, long.MaxValue);
        for (int at = 0; at < text.Length; at += 777)
        {
            Assert.True(buffer.TryWrite(text.AsSpan(at, Math.Min(777, text.Length - at))));
        }

        Assert.True(buffer.Contents.Span().SequenceEqual(text));
    }

    [Fact]
    public void The_limit_holds()
    {
        using GrowingBuffer buffer = new(_source, 10);
        Assert.True(buffer.TryWrite("0123456"u8));
        Assert.False(buffer.TryWrite("789ab"u8));
        Assert.Equal(0, buffer.Left);
        Assert.True(buffer.Room().IsEmpty);
        Assert.True(buffer.Contents.Span().SequenceEqual("0123456789"u8));
        Assert.False(buffer.TryRepeat(1, 1));
    }

    [Theory]
    [InlineData(1, 5, "abcccccc")]
    [InlineData(2, 5, "abcbcbcb")]
    [InlineData(3, 7, "abcabcabca")]
    public void A_match_may_run_into_itself(int distance, int count, string result)
    {
        using GrowingBuffer buffer = new(_source, 100);
        Assert.True(buffer.TryWrite("abc"u8));
        Assert.True(buffer.TryRepeat(distance, count));
        Assert.Equal(result, System.Text.Encoding.ASCII.GetString(buffer.Contents.Span()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_match_before_the_beginning_is_refused(int distance)
    {
        using GrowingBuffer buffer = new(_source, 100);
        Assert.True(buffer.TryWrite("abc"u8));
        Assert.False(buffer.TryRepeat(distance, 1));
    }

    [Fact]
    public void More_than_the_room_cannot_be_counted() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GrowingBuffer(_source, 100).Advance(1));
}
