-- From which build to which an export was as it is here.
CREATE VIEW export_span AS
SELECT e.series, e.arch, e.flavour, e.name, e.crc, e.module, e.gpl, e.namespace, e.record_id,
       e.seq AS first_seq, coalesce(e.until, n.seq) AS last_seq, f.build AS first_build, l.build AS last_build
FROM (SELECT *, lead(seq) OVER (PARTITION BY series, arch, flavour, name ORDER BY seq) - 1 AS until FROM export) e
JOIN (SELECT series, arch, flavour, max(seq) AS seq FROM build GROUP BY series, arch, flavour) n
  ON n.series = e.series AND n.arch = e.arch AND n.flavour = e.flavour
JOIN build f ON f.series = e.series AND f.arch = e.arch AND f.flavour = e.flavour AND f.seq = e.seq
JOIN build l ON l.series = e.series AND l.arch = e.arch AND l.flavour = e.flavour AND l.seq = coalesce(e.until, n.seq)
WHERE e.present;

-- From which build to which some object had a type as it is here.
CREATE VIEW type_span AS
SELECT t.series, t.arch, t.flavour, t.name, t.record_id, t.kind, t.size, t.alignment, t.declaration, t.body,
       t.seq AS first_seq, coalesce(t.until, n.seq) AS last_seq, f.build AS first_build, l.build AS last_build
FROM (SELECT *, lead(seq) OVER (PARTITION BY series, arch, flavour, name, record_id ORDER BY seq) - 1 AS until FROM type) t
JOIN (SELECT series, arch, flavour, max(seq) AS seq FROM build GROUP BY series, arch, flavour) n
  ON n.series = t.series AND n.arch = t.arch AND n.flavour = t.flavour
JOIN build f ON f.series = t.series AND f.arch = t.arch AND f.flavour = t.flavour AND f.seq = t.seq
JOIN build l ON l.series = t.series AND l.arch = t.arch AND l.flavour = t.flavour AND l.seq = coalesce(t.until, n.seq)
WHERE t.present;
