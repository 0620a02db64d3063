// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Kheaders;

public sealed class TimestampTests
{
    // Each as GNU date 9.1 reads it (date -d TEXT +%s, TZ=UTC).
    [Theory]
    [InlineData("@0", 0)]
    [InlineData("@1767225600", 1767225600)]
    [InlineData("@1767225600.9", 1767225600)]
    [InlineData("@-5", -5)]
    [InlineData("@-1.5", -2)]
    [InlineData("2026-01-01", 1767225600)]
    [InlineData("  2026-01-01  ", 1767225600)]
    [InlineData("20260101", 1767225600)]
    [InlineData("2026/01/01", 1767225600)]
    [InlineData("2026-1-1", 1767225600)]
    [InlineData("01/02/2026", 1767312000)]
    [InlineData("2026-01-01 10:20", 1767262800)]
    [InlineData("2026-01-01 10:20:30", 1767262830)]
    [InlineData("2026-01-01T10:20:30", 1767262830)]
    [InlineData("2026-01-01T10:20:30Z", 1767262830)]
    [InlineData("2026-01-01Z", 1767225600)]
    [InlineData("2026-01-01 10:20:30.75 UTC", 1767262830)]
    [InlineData("2026-01-01 10:20:30 +0530", 1767243030)]
    [InlineData("2026-01-01T10:20:30+05:30", 1767243030)]
    [InlineData("2026-01-01 10:20:30 -7", 1767288030)]
    [InlineData("Mon Oct 13 00:00:00 UTC 2025", 1760313600)]
    [InlineData("Fri Jun  5 15:58:00 CEST 2015", 1433512680)]
    [InlineData("Mon, 13 Oct 2025 00:00:00 +0000", 1760313600)]
    [InlineData("jan 2 2026", 1767312000)]
    [InlineData("1 Jan 2026 UTC", 1767225600)]
    [InlineData("1 January 2026 EST", 1767243600)]
    [InlineData("2024-02-29", 1709164800)]
    public void Dates_are_read(string text, long seconds)
    {
        List<Diagnostic> warnings = [];
        Assert.Equal(seconds, Timestamp.Parse(text, isUtc: true, warnings.Add));
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("yesterday")]
    [InlineData("monday")]
    [InlineData("10:20")]
    [InlineData("1700000000")]
    [InlineData("foo")]
    [InlineData("2026-02-30")]
    [InlineData("2026-13-01")]
    [InlineData("2026-01-01 25:00")]
    [InlineData("2026-01-01 2026-01-02")]
    [InlineData("2026-01-01 +1 day")]
    [InlineData("jan 2")]
    [InlineData("Mo 13. Okt 00:00:00 CEST 2025")]
    [InlineData("@x")]
    [InlineData("@1.x")]
    [InlineData("./no/such/file")]
    public void What_depends_on_the_moment_or_is_no_date_is_refused(string text) => Assert.Equal(
        "E-TIME", Assert.Throws<RefusedException>(() => Timestamp.Parse(text, isUtc: true, _ => { })).Kind);

    [Fact]
    public void A_wrong_day_of_the_week_is_said()
    {
        List<Diagnostic> warnings = [];
        Assert.Equal(1760313600, Timestamp.Parse("Tue Oct 13 00:00:00 UTC 2025", isUtc: false, warnings.Add));
        Assert.Equal(["Tue Oct 13 00:00:00 UTC 2025: that day is a Monday"], warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public void A_path_stands_for_its_files_time()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddSeconds(1234567890));
            Assert.Equal(1234567890, Timestamp.Parse(file, isUtc: true, _ => { }));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
