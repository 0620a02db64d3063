WITH event AS (
  SELECT DISTINCT series, arch, flavour, name, seq FROM type WHERE name IN (:names)
), sized AS (
  SELECT e.series, e.arch, e.flavour, e.name, e.seq, max(t.size) AS size
  FROM event e LEFT JOIN type_span t ON t.series = e.series AND t.arch = e.arch AND t.flavour = e.flavour AND t.name = e.name
    AND e.seq BETWEEN t.first_seq AND t.last_seq
  GROUP BY e.series, e.arch, e.flavour, e.name, e.seq
), changed AS (
  SELECT *, lag(size) OVER (PARTITION BY series, arch, flavour, name ORDER BY seq) AS old_size FROM sized
)
SELECT c.series, c.arch, c.flavour, c.name, b.build, c.old_size, c.size
FROM changed c
JOIN build b ON b.series = c.series AND b.arch = c.arch AND b.flavour = c.flavour AND b.seq = c.seq
WHERE c.size IS DISTINCT FROM c.old_size
ORDER BY c.series, c.arch, c.flavour, c.name, c.seq
