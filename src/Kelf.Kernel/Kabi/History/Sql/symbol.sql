SELECT series, arch, flavour, name, first_build, last_build, crc, module, gpl, namespace
FROM export_span
WHERE name IN (:names)
ORDER BY series, arch, flavour, name, first_seq
