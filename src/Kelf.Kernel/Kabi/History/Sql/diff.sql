WITH old AS (
  SELECT e.* FROM export_span e JOIN build b ON b.series = e.series AND b.arch = e.arch AND b.flavour = e.flavour
  WHERE b.series = :old_series AND b.arch = :old_arch AND b.flavour = :old_flavour AND b.build = :old_build
    AND b.seq BETWEEN e.first_seq AND e.last_seq
), now AS (
  SELECT e.* FROM export_span e JOIN build b ON b.series = e.series AND b.arch = e.arch AND b.flavour = e.flavour
  WHERE b.series = :new_series AND b.arch = :new_arch AND b.flavour = :new_flavour AND b.build = :new_build
    AND b.seq BETWEEN e.first_seq AND e.last_seq
)
SELECT coalesce(now.name, old.name) AS name,
       CASE WHEN old.name IS NULL THEN 'added' WHEN now.name IS NULL THEN 'removed' ELSE 'changed' END AS change,
       old.crc AS old_crc, now.crc AS new_crc, old.module AS old_module, now.module AS new_module, old.gpl AS old_gpl, now.gpl AS new_gpl,
       old.namespace AS old_namespace, now.namespace AS new_namespace
FROM old FULL JOIN now ON now.name = old.name
WHERE old.name IS NULL OR now.name IS NULL OR old.crc IS DISTINCT FROM now.crc OR old.module IS DISTINCT FROM now.module
  OR old.gpl IS DISTINCT FROM now.gpl OR old.namespace IS DISTINCT FROM now.namespace
ORDER BY 1
