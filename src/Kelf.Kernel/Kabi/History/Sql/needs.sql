SELECT b.series, b.arch, b.flavour, b.build, e.name, e.crc, e.module, e.gpl, e.namespace
FROM build b
JOIN export_span e ON e.series = b.series AND e.arch = b.arch AND e.flavour = b.flavour AND b.seq BETWEEN e.first_seq AND e.last_seq
WHERE e.name IN (:names)
