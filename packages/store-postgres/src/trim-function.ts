/** Forgets at most `most` entries of a log; whether there may be more to forget. Waits for nobody's appends but its log's. */
export const trimFunction = `
CREATE FUNCTION $schema.trim_log(log_name text, up_to bigint, most integer) RETURNS boolean
LANGUAGE plpgsql SET enable_seqscan = off AS $body$
DECLARE
  seed CONSTANT bigint := hashtextextended('$schema', 0);
  kept bigint;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(seed);
  PERFORM pg_advisory_xact_lock(hashtextextended('l' || log_name, seed));
  UPDATE $schema.head SET first = least(up_to, seq, first + most - 1) + 1
  WHERE name = log_name AND first <= least(up_to, seq) RETURNING first INTO kept;
  DELETE FROM $schema.log WHERE name = log_name AND seq < kept;
  RETURN EXISTS (SELECT 1 FROM $schema.head WHERE name = log_name AND first <= least(up_to, seq));
END
$body$;
`;
