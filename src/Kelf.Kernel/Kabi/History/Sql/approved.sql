SELECT DISTINCT a.fingerprint, a.kind, a.subject, a.series AS approved_in, ab.build AS approved_build, a.reason,
       o.series AS open_in, o.arch, o.flavour, ob.build AS open_build, o.exports
FROM finding a
JOIN finding o ON o.fingerprint = a.fingerprint AND o.series <> a.series
JOIN build ab ON ab.series = a.series AND ab.arch = a.arch AND ab.flavour = a.flavour AND ab.seq = a.seq
JOIN build ob ON ob.series = o.series AND ob.arch = o.arch AND ob.flavour = o.flavour AND ob.seq = o.seq
WHERE a.verdict = 'approved' AND o.verdict = 'open' AND o.severity = 'break'
ORDER BY o.series, o.arch, o.flavour, ob.build, a.fingerprint, a.series, ab.build
