WITH event AS (
  SELECT e.series, e.arch, e.flavour, e.name, e.present, e.crc, e.seq,
         coalesce(lead(e.seq) OVER (PARTITION BY e.series, e.arch, e.flavour, e.name ORDER BY e.seq), n.seq + 1) AS until,
         lag(e.present) OVER (PARTITION BY e.series, e.arch, e.flavour, e.name ORDER BY e.seq) AS was_present,
         lag(e.crc) OVER (PARTITION BY e.series, e.arch, e.flavour, e.name ORDER BY e.seq) AS old_crc
  FROM export e
  JOIN (SELECT series, arch, flavour, max(seq) AS seq FROM build GROUP BY series, arch, flavour) n
    ON n.series = e.series AND n.arch = e.arch AND n.flavour = e.flavour
), counted AS (
  SELECT series, arch, flavour, name,
         CAST(sum(CASE WHEN was_present AND crc IS DISTINCT FROM old_crc THEN 1 ELSE 0 END) AS BIGINT) AS changes,
         CAST(sum(until - seq - CASE WHEN was_present THEN 0 ELSE 1 END) AS BIGINT) AS updates
  FROM event
  WHERE present
  GROUP BY series, arch, flavour, name
)
SELECT series, arch, flavour, name, changes, updates, round(100e0 * changes / updates, 1) AS percent
FROM counted
WHERE changes * 100 > :percent * updates
ORDER BY series, arch, flavour, changes * 1e0 / updates DESC, name
