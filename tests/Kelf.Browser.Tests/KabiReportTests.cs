// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.Json;

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

using Kelf.TestSupport;

using Microsoft.Playwright;

using Xunit;

using static Microsoft.Playwright.Assertions;

namespace Kelf.Browser.Tests;

/// <summary>The HTML report of <c>kelf kabi compare</c>: one file, opened as a user opens it.</summary>
public sealed class KabiReportTests(Browser browser, KabiReports reports) : IClassFixture<KabiReports>
{
    private const int Many = 10_000, Few = 300;

    [Fact]
    public async Task Ten_thousand_findings_open_in_two_seconds_of_a_processor()
    {
        const double Most = 2;
        await using IBrowserContext window = await browser.Window();
        IPage page = await window.NewPageAsync();
        ICDPSession session = await window.NewCDPSessionAsync(page);
        // Thread time, since a busy machine must not fail it.
        await session.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        await page.GotoAsync(reports.Of(Many));
        await Expect(page.Locator("#count")).ToHaveTextAsync($"{Many} of {Many}");
        JsonElement? metrics = await session.SendAsync("Performance.getMetrics");
        double seconds = metrics!.Value.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:f2} s"));
        Assert.InRange(seconds, 0.001, Most);
        // What is far below is drawn when one scrolls there.
        Assert.InRange(await page.Locator("details").CountAsync(), 1, 1000);
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("details").Nth(250)).ToBeAttachedAsync();
    }

    [Fact]
    public async Task Filters_leave_what_they_say()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await Open(window);
        await page.Locator("#severity").SelectOptionAsync("break");
        await Expect(page.Locator("#count")).ToHaveTextAsync($"{Few / 3} of {Few}");
        await page.Locator("#severity").SelectOptionAsync("");
        await page.Locator("#kind").SelectOptionAsync("member-added-in-hole");
        await Expect(page.Locator("#count")).ToHaveTextAsync($"{Few / 3} of {Few}");
        await Expect(page.Locator("details .info")).ToHaveCountAsync(Few / 3);
        await page.Locator("#words").FillAsync("ring_push_00011");
        await Expect(page.Locator("#count")).ToHaveTextAsync($"1 of {Few}");
        await Expect(page.Locator("summary code")).ToHaveTextAsync("struct ring_00011");
        await page.Locator("#words").FillAsync("no such word");
        await Expect(page.Locator("#count")).ToHaveTextAsync($"0 of {Few}");
    }

    [Fact]
    public async Task Both_sides_stand_beside_each_other()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await Open(window);
        await page.Locator("summary", new() { HasTextString = "ring_00000" }).ClickAsync();
        ILocator removed = page.Locator(".sides .del", new() { HasTextString = "slots" });
        await Expect(removed).ToBeVisibleAsync();
        LocatorBoundingBoxResult old = (await removed.BoundingBoxAsync())!;
        LocatorBoundingBoxResult other = (await page.Locator(".sides > div:nth-child(2)").First.BoundingBoxAsync())!;
        Assert.True(old.X + old.Width <= other.X + 1, $"{old.X}+{old.Width} {other.X}");
        await Expect(page.Locator(".body .exports")).ToContainTextAsync("ring_push_00000");
    }

    [Fact]
    public async Task An_address_with_a_fingerprint_opens_that_finding()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await Open(window);
        await page.Locator("#words").FillAsync("ring_push_00250");
        await Expect(page.Locator("#count")).ToHaveTextAsync($"1 of {Few}");
        string id = (await page.Locator("summary").GetAttributeAsync("id"))!;
        Assert.Matches("^[0-9a-f]{16}$", id);
        await page.Locator("summary").ClickAsync();
        string link = (await page.Locator(".body a").GetAttributeAsync("href"))!;
        Assert.Equal("#" + id, link);

        // Opened anew, where it is far below what is drawn first.
        IPage other = await window.NewPageAsync();
        await other.GotoAsync(reports.Of(Few) + link);
        ILocator finding = other.Locator("details", new() { Has = other.Locator($"[id='{id}']") });
        await Expect(finding).ToHaveAttributeAsync("open", "");
        await Expect(finding.Locator("summary")).ToBeFocusedAsync();
        await Expect(finding.Locator("summary")).ToBeInViewportAsync();
        await Expect(finding.Locator(".exports")).ToContainTextAsync("ring_push_00250");

        // And where a filter hides it.
        await other.Locator("#words").FillAsync("ring_push_00011");
        await Expect(other.Locator("#count")).ToHaveTextAsync($"1 of {Few}");
        await other.EvaluateAsync("link => { location.hash = ''; location.hash = link; }", link);
        await Expect(finding.Locator("summary")).ToBeFocusedAsync();
        await Expect(other.Locator("#count")).ToHaveTextAsync($"{Few} of {Few}");
    }

    [Fact]
    public async Task A_fix_is_there_to_be_pasted()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await Open(window);
        await page.Locator("#words").FillAsync("ring_push_00002");
        await page.Locator("summary").ClickAsync();
        await Expect(page.Locator(".fix pre").First).ToHaveTextAsync("KABI_IGNORE(0, int tail);");
        await Expect(page.Locator(".fix pre").Last).ToContainTextAsync("static_assert(sizeof(struct ring_00002) == 16);");
    }

    [Fact]
    public async Task Without_scripts_it_is_text()
    {
        await using IBrowserContext window = await browser.Window(scripts: false);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync(reports.Of(Few));
        await Expect(page.Locator("h1")).ToContainTextAsync("break modules");
        string text = (await page.Locator("noscript pre").TextContentAsync())!;
        Assert.Equal(Few, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("break member-removed struct ring_00000: ", text, StringComparison.Ordinal);
        await Expect(page.Locator("#filter")).ToBeHiddenAsync();
        await Expect(page.Locator("#more")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Keys_move_and_open()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await Open(window);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        ILocator first = page.Locator("summary").First;
        await Expect(first).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("details").First).ToHaveAttributeAsync("open", "");
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#words")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("ring_push_00011 j k");
        await Expect(page.Locator("#words")).ToHaveValueAsync("ring_push_00011 j k");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#count")).ToHaveTextAsync($"{Few} of {Few}");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task It_is_readable_in_light_and_dark(ColorScheme colours)
    {
        await using IBrowserContext window = await browser.Window(colours);
        IPage page = await Open(window);
        foreach (ILocator summary in (await page.Locator("summary").AllAsync()).Take(3))
        {
            await summary.ClickAsync();
        }

        AxeResult result = await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa") });
        Assert.Empty(result.Violations.SelectMany(rule => rule.Nodes).Select(node => $"{node.Html}: {node.Any.FirstOrDefault()?.Message}"));
        string background = await page.EvaluateAsync<string>("() => { const e = document.createElement('canvas').getContext('2d'); e.fillStyle = getComputedStyle(document.querySelector('form')).backgroundColor; return e.fillStyle; }");
        Assert.Equal(colours == ColorScheme.Dark, background.CompareTo("#808080", StringComparison.Ordinal) < 0);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1400)]
    public async Task It_is_as_wide_as_the_window(int width)
    {
        await using IBrowserContext window = await browser.Window(width: width);
        IPage page = await Open(window);
        await page.Locator("summary").First.ClickAsync();
        await Expect(page.Locator(".sides")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    [Fact]
    public async Task On_paper_all_findings_are_there()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await Open(window);
        Assert.InRange(await page.Locator("details").CountAsync(), 1, Few - 1);
        byte[] pdf = await page.PdfAsync();
        Assert.Equal("%PDF"u8, pdf.AsSpan(0, 4));
        await Expect(page.Locator("details")).ToHaveCountAsync(Few);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator("#filter")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task It_loads_nothing_and_says_nothing_on_the_console()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await window.NewPageAsync();
        List<string> requests = [], faults = [];
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => faults.Add(message.Text);
        page.PageError += (_, error) => faults.Add(error);
        string report = reports.Of(Few);
        await page.GotoAsync(report, new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.Equal([report], requests);
        Assert.Empty(faults);
    }

    private async Task<IPage> Open(IBrowserContext window)
    {
        IPage page = await window.NewPageAsync();
        await page.GotoAsync(reports.Of(Few));
        await Expect(page.Locator("#count")).ToHaveTextAsync($"{Few} of {Few}");
        return page;
    }
}
