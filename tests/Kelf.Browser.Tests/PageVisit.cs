// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Microsoft.Playwright;

namespace Kelf.Browser.Tests;

/// <summary>What a page of the site has, as a browser shows it.</summary>
/// <param name="Links">Where it leads to: absolute addresses.</param>
/// <param name="Names">What can stand after <c>#</c> in an address of it.</param>
/// <param name="Faults">What is wrong with it.</param>
internal sealed record PageVisit(IReadOnlyList<string> Links, IReadOnlySet<string> Names, IReadOnlyList<string> Faults)
{
    private const int Wide = 1400, Narrow = 360;

    // Text of a page that is smaller than this many pixels is hard to read.
    private const double SmallestText = 13;

    /// <summary>Opens a page, and looks at it in both widths.</summary>
    public static async Task<PageVisit> Open(IPage page, string root, string path)
    {
        List<string> faults = [];
        void OnConsole(object? sender, IConsoleMessage message)
        {
            if (message.Type is "error" or "warning")
            {
                faults.Add($"{path}: console: {message.Text}");
            }
        }

        void OnError(object? sender, string error) => faults.Add($"{path}: script: {error}");
        void OnRequest(object? sender, IRequest request)
        {
            if (!request.Url.StartsWith(root, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                faults.Add($"{path}: loads {request.Url}");
            }
        }

        page.Console += OnConsole;
        page.PageError += OnError;
        page.Request += OnRequest;
        try
        {
            await page.SetViewportSizeAsync(Wide, 900);
            IResponse? response = await page.GotoAsync(root + path);
            if (response?.Status != 200)
            {
                faults.Add($"{path}: status {response?.Status}");
            }

            // The script has put menu and list of contents there.
            await page.WaitForFunctionAsync("() => document.querySelectorAll('#navbar a').length > 0 && (!document.querySelector('#toc') || document.querySelector('#toc a'))");
            faults.AddRange((await Looks(page)).Select(fault => $"{path}: at {Wide} pixels: {fault}"));
            await page.SetViewportSizeAsync(Narrow, 900);
            faults.AddRange((await Looks(page)).Select(fault => $"{path}: at {Narrow} pixels: {fault}"));
            string[] links = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href], img[src], source[srcset]')].map(e => e.href || e.src || new URL(e.srcset, location).href)");
            string[] names = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[id], a[name]')].map(e => e.id || e.name)");
            return new PageVisit([.. links.Distinct()], names.ToHashSet(StringComparer.Ordinal), faults);
        }
        finally
        {
            page.Console -= OnConsole;
            page.PageError -= OnError;
            page.Request -= OnRequest;
        }
    }

    // What is wider than the window without scrolling by itself, and text that is too small.
    private static async Task<IEnumerable<string>> Looks(IPage page)
    {
        JsonElement? found = await page.EvaluateAsync(
            """
            smallest => {
              const faults = [];
              const root = document.documentElement;
              if (root.scrollWidth > root.clientWidth) {
                const wide = [...document.querySelectorAll('article *')].find(e => e.getBoundingClientRect().right > root.clientWidth + 1);
                faults.push('it is ' + root.scrollWidth + ' wide' + (wide ? ': ' + wide.tagName + ' ' + wide.textContent.trim().slice(0, 40) : ''));
              }
              const texts = document.createTreeWalker(document.querySelector('article') ?? document.body, NodeFilter.SHOW_TEXT);
              for (let text; text = texts.nextNode();) {
                const size = parseFloat(getComputedStyle(text.parentElement).fontSize);
                if (text.data.trim() && size < smallest && text.parentElement.getClientRects().length) {
                  faults.push('text of ' + size + ' pixels: ' + text.data.trim().slice(0, 40));
                  break;
                }
              }
              return faults;
            }
            """,
            SmallestText);
        return found!.Value.EnumerateArray().Select(fault => fault.GetString()!);
    }
}
