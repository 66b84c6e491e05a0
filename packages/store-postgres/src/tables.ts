/**
 * Schema 1, with `$schema` for the quoted name of the namespace. A released step never changes.
 *
 * kv: key, text, version, epoch milliseconds of expiry. ctr: counter, value. log: name, sequence, text.
 * head: log, last and first sequence. meta: program, schema, storeId.
 * Hot rows are rewritten in place: pages keep room for that, and are swept before dead rows pile up.
 */
export const tables = `
CREATE TABLE $schema.meta (k text COLLATE "C" PRIMARY KEY, v text NOT NULL);
CREATE TABLE $schema.kv (k text COLLATE "C" PRIMARY KEY, v text NOT NULL, ver bigint NOT NULL, exp bigint)
  WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX kv_exp ON $schema.kv (exp) WHERE exp IS NOT NULL;
CREATE TABLE $schema.ctr (k text COLLATE "C" PRIMARY KEY, n bigint NOT NULL)
  WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
CREATE TABLE $schema.log (name text COLLATE "C" NOT NULL, seq bigint NOT NULL, v text NOT NULL, PRIMARY KEY (name, seq));
CREATE TABLE $schema.head (name text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL, first bigint NOT NULL DEFAULT 1)
  WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
CREATE SEQUENCE $schema.version;
`;
