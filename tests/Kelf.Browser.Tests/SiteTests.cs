// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

using Microsoft.Playwright;

using Xunit;

using static Microsoft.Playwright.Assertions;

namespace Kelf.Browser.Tests;

/// <summary>The site that <c>make docs</c> builds, in a browser.</summary>
public sealed class SiteTests(Browser browser, SiteServer site) : IClassFixture<SiteServer>
{
    // Of each kind: start, document, man page, namespace and type of the API.
    public static TheoryData<string> Kinds =>
    [
        "index.html", "docs/faq.html", "docs/bench.html", "docs/man/kelf-symvers.1.html", "api/Kelf.ObjectFiles.Elf.html", "api/Kelf.ObjectFiles.Elf.ElfFile.html",
    ];

    [Fact]
    public async Task Pages_are_whole_and_their_links_lead_somewhere()
    {
        const int Least = 200, AtOnce = 3;
        IReadOnlyList<string> pages = SiteServer.Pages;
        Assert.InRange(pages.Count, Least, int.MaxValue);
        ConcurrentQueue<string> open = new(pages);
        ConcurrentDictionary<string, PageVisit> visits = new(StringComparer.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            await using IBrowserContext window = await browser.Window();
            IPage page = await window.NewPageAsync();
            while (open.TryDequeue(out string? path))
            {
                visits[path] = await PageVisit.Open(page, site.Root, path);
            }
        }));
        List<string> faults = [.. pages.SelectMany(path => visits[path].Faults)];
        HashSet<string> reached = new(StringComparer.Ordinal) { "index.html" };
        foreach (string path in pages)
        {
            foreach (string link in visits[path].Links)
            {
                if (!link.StartsWith(site.Root, StringComparison.Ordinal))
                {
                    if (!Uri.IsWellFormedUriString(link, UriKind.Absolute) || !link.StartsWith("https://", StringComparison.Ordinal))
                    {
                        faults.Add($"{path}: an odd link: {link}");
                    }

                    continue;
                }

                string[] parts = link[site.Root.Length..].Split('#', 2);
                string target = parts[0].Length == 0 || parts[0].EndsWith('/') ? parts[0] + "index.html" : parts[0];
                reached.Add(target);
                if (!File.Exists(Path.Combine(SiteServer.Folder, Uri.UnescapeDataString(target))))
                {
                    faults.Add($"{path}: nothing at {link}");
                }
                else if (parts.Length == 2 && parts[1].Length > 0 && visits.TryGetValue(target, out PageVisit? visit)
                    && !visit.Names.Contains(Uri.UnescapeDataString(parts[1])))
                {
                    faults.Add($"{path}: no #{parts[1]} in {target}");
                }
            }
        }

        faults.AddRange(pages.Except(reached).Select(path => $"{path}: no page leads to it"));
        Assert.Empty(faults);
    }

    // In light and in dark, of text and of code.
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Text_stands_out_from_what_is_behind_it(string path)
    {
        foreach (ColorScheme colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using IBrowserContext window = await browser.Window(colours);
            IPage page = await window.NewPageAsync();
            await page.GotoAsync(site.Root + path);
            await Expect(page.Locator("#navbar a").First).ToBeVisibleAsync();
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", colours == ColorScheme.Dark ? "dark" : "light");
            AxeResult result = await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Rules("color-contrast") });
            Assert.Empty(result.Violations.SelectMany(rule => rule.Nodes).Select(node => $"{colours}: {node.Html}: {node.Any.FirstOrDefault()?.Message}"));
            Assert.NotEmpty(result.Passes);
        }
    }

    [Fact]
    public async Task A_reader_chooses_dark_and_it_stays()
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await window.NewPageAsync();
        await page.GotoAsync(site.Root);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "light");
        string light = await Background(page);
        await page.GetByTitle("Change theme").ClickAsync();
        await page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");
        Assert.NotEqual(light, await Background(page));
        await page.GotoAsync(site.Root + "docs/faq.html");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");
    }

    [Theory]
    [InlineData("symvers", "docs/man/kelf-symvers.1.html")]
    [InlineData("objcopy", "docs/man/kelf-split.1.html")]
    [InlineData("kallsyms tokens", "docs/man/kelf-kallsyms.1.html")]
    [InlineData("LineProgram", "api/Kelf.ObjectFiles.Dwarf.Lines.LineProgram.html")]
    public async Task Search_finds(string words, string path)
    {
        await using IBrowserContext window = await browser.Window();
        IPage page = await window.NewPageAsync();
        await page.GotoAsync(site.Root);
        ILocator box = page.Locator("#search-query");
        // It is closed until the index has come.
        await Expect(box).ToBeEnabledAsync();
        await box.PressSequentiallyAsync(words);
        await Expect(page.Locator($"#search-results a[href$='{path}'], #search-results a[href*='{path}?']").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_phone_menu_and_contents_open()
    {
        await using IBrowserContext window = await browser.Window(width: 360);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync(site.Root + "docs/faq.html");
        ILocator contents = page.Locator("#toc a", new() { HasTextString = "Changelog" });
        await Expect(contents).Not.ToBeInViewportAsync();
        await page.Locator("[data-bs-toggle='offcanvas'][data-bs-target='#tocOffcanvas']").ClickAsync();
        await Expect(contents).ToBeInViewportAsync();
        await contents.ClickAsync();
        await Expect(page).ToHaveURLAsync(site.Root + "CHANGELOG.html");
        await page.Locator("[data-bs-target='#navpanel']").ClickAsync();
        await Expect(page.Locator("#navbar a", new() { HasTextString = "Guides" })).ToBeVisibleAsync();
    }

    private static Task<string> Background(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
