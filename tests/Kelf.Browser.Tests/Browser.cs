// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.Playwright;

using Xunit;

[assembly: AssemblyFixture(typeof(Kelf.Browser.Tests.Browser))]

namespace Kelf.Browser.Tests;

/// <summary>Debian's Chromium, started once for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    // Only what hangs takes so long: a busy machine is no fault.
    private const float Patience = 300_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A new window, which knows nothing of others.</summary>
    public async Task<IBrowserContext> Window(ColorScheme colours = ColorScheme.Light, int width = 1400, bool scripts = true)
    {
        IBrowserContext window = await _browser!.NewContextAsync(new()
        {
            ColorScheme = colours,
            JavaScriptEnabled = scripts,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        window.SetDefaultTimeout(Patience);
        return window;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
