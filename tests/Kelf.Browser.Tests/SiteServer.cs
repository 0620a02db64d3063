// SPDX-License-Identifier: GPL-2.0-only
using Kelf.TestSupport;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

using Xunit;

namespace Kelf.Browser.Tests;

/// <summary>Serves out/docs to this machine alone.</summary>
public sealed class SiteServer : IAsyncLifetime
{
    private WebApplication? _server;

    /// <summary>What <c>make docs</c> has made.</summary>
    public static string Folder { get; } = Path.Combine(SourceDirectory.Root, "out/docs");

    /// <summary>The address, with a slash at the end.</summary>
    public string Root { get; private set; } = "";

    /// <summary>The pages, as addresses relative to <see cref="Root"/>, without lists of contents, which are parts of pages.</summary>
    public static IReadOnlyList<string> Pages =>
    [
        .. Directory.EnumerateFiles(Folder, "*.html", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "toc.html")
            .Select(path => Path.GetRelativePath(Folder, path))
            .Order(StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(Folder),
            // LICENSE has no ending.
            StaticFileOptions = { ServeUnknownFileTypes = true, DefaultContentType = "text/plain" },
        });
        await _server.StartAsync();
        Root = _server.Urls.Single() + "/";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
