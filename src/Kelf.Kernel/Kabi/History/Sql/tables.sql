CREATE TABLE new_export (seq INTEGER, name VARCHAR, present BOOLEAN, crc VARCHAR, module VARCHAR, gpl BOOLEAN, namespace VARCHAR, record_id VARCHAR);
CREATE TABLE new_type (seq INTEGER, name VARCHAR, record_id VARCHAR, present BOOLEAN, kind VARCHAR, size BIGINT, alignment BIGINT, declaration BOOLEAN,
  body VARCHAR);
CREATE TABLE new_member (seq INTEGER, record_id VARCHAR, position INTEGER, name VARCHAR, type VARCHAR, bit_offset BIGINT, bit_size BIGINT, value VARCHAR);
CREATE TABLE new_finding (seq INTEGER, fingerprint VARCHAR, kind VARCHAR, severity VARCHAR, subject VARCHAR, text VARCHAR, exports INTEGER,
  verdict VARCHAR, reason VARCHAR);
CREATE TABLE new_build (seq INTEGER, build VARCHAR, release VARCHAR, vermagic VARCHAR, machine VARCHAR, evidence VARCHAR, exports INTEGER,
  records INTEGER, versioned BOOLEAN, places BOOLEAN, digest VARCHAR);
