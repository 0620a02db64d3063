// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// Workers that GNU make's jobserver gives, one for each token (GNU make manual, "POSIX Jobserver Interaction"). Every
/// token goes back as the byte that it was: when its worker is dismissed, and when a signal ends the process before that.
/// Only <c>SIGKILL</c> and a crash of the runtime lose tokens, those of the workers of that moment.
/// </summary>
internal sealed class JobserverWorkers : WorkerSource
{
    // Where one of them is ignored, as in a shell's background, the runtime leaves it so. SIGPIPE it always ignores.
    private static readonly PosixSignal[] s_endingSignals =
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly JobserverPipe _pipe;
    private readonly long _asksFrom;
    private readonly Lock _gate = new();

    // The tokens of the workers that are hired: the first _held bytes. Which worker has which does not matter.
    private readonly byte[] _tokens;
    private int _held;
    private bool _isClosed;
    private PosixSignalRegistration[]? _registrations;

    /// <summary>Makes the source; nothing is taken.</summary>
    /// <param name="pipe">The jobserver, which this object owns from now on.</param>
    /// <param name="threads">Workers at most, the first one included.</param>
    /// <param name="patience">How long to wait before the first token is asked for.</param>
    public JobserverWorkers(JobserverPipe pipe, int threads, TimeSpan patience)
    {
        _pipe = pipe;
        _tokens = new byte[Math.Clamp(threads, 1, MostThreads) - 1];
        _asksFrom = Environment.TickCount64 + (long)patience.TotalMilliseconds;
    }

    /// <inheritdoc/>
    public override bool TryHire()
    {
        // Also spares the system call while another worker is asking.
        if (Environment.TickCount64 < _asksFrom || !_gate.TryEnter())
        {
            return false;
        }

        try
        {
            if (_isClosed || _held == _tokens.Length || !_pipe.HasToken())
            {
                return false;
            }

            // Before the first token, so that there is no moment in which a signal loses it; and not before there is one,
            // as this starts a thread of the runtime.
            _registrations ??= Array.ConvertAll(s_endingSignals, signal => PosixSignalRegistration.Create(signal, GiveBackAll));
            if (_pipe.TryTake() is not { } token)
            {
                return false;
            }

            _tokens[_held++] = token;
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <inheritdoc/>
    public override void Dismiss()
    {
        lock (_gate)
        {
            // After a signal it is back already.
            if (_held > 0)
            {
                _pipe.Give(_tokens[--_held]);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
            foreach (PosixSignalRegistration registration in _registrations ?? [])
            {
                registration.Dispose();
            }

            _pipe.Dispose();
        }

        base.Dispose(disposing);
    }

    // The runtime calls this on a thread, not inside of the signal handler. Then it lets the signal do what it does.
    private void GiveBackAll(PosixSignalContext context) => Close();

    private void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_held > 0)
            {
                _pipe.Give(_tokens[--_held]);
            }
        }
    }
}
