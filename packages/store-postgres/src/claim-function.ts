/**
 * Moves live entries to keys of their own. Whoever writes an entry holds the lock on the hash of its key, so taking
 * that lock without waiting, in the order of the keys, is what SKIP LOCKED is for rows: it passes over entries that
 * another claim or a commit is writing right now. What was found under a lock is looked at again, since it may have
 * gone between the look and the lock. An entry whose target is taken stays.
 */
export const claimFunction = `
CREATE FUNCTION $schema.claim_entries(prefix text, not_after text, most integer, target text, now_ms bigint, durable boolean)
RETURNS TABLE (k text, v text, ver bigint)
LANGUAGE plpgsql SET enable_seqscan = off AS $body$
DECLARE
  seed CONSTANT bigint := hashtextextended('$schema', 0);
  found text;
  locked text[] := '{}';
BEGIN
  IF durable AND 'off' IN (current_setting('synchronous_commit'), current_setting('fsync')) THEN
    RAISE EXCEPTION USING ERRCODE = 'TW001', MESSAGE = 'the server no longer syncs commits';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(seed);
  FOR found IN
    SELECT kv.k FROM $schema.kv
    WHERE kv.k >= prefix AND kv.k <= not_after AND (kv.exp IS NULL OR kv.exp > now_ms)
    ORDER BY kv.k LIMIT most * 4 + 64
  LOOP
    EXIT WHEN cardinality(locked) >= least(most, 64);
    CONTINUE WHEN NOT pg_try_advisory_xact_lock(hashtextextended('k' || found, seed));
    CONTINUE WHEN NOT pg_try_advisory_xact_lock(hashtextextended('k' || target || regexp_replace(found, '^.*/', ''), seed));
    locked := locked || found;
  END LOOP;
  RETURN QUERY
  WITH live AS (
    SELECT kv.k, target || regexp_replace(kv.k, '^.*/', '') AS moved_to FROM $schema.kv
    WHERE kv.k = ANY (locked) AND (kv.exp IS NULL OR kv.exp > now_ms)
  ), free AS (
    SELECT DISTINCT ON (live.moved_to) live.k, live.moved_to FROM live
    WHERE NOT EXISTS (
      SELECT 1 FROM $schema.kv WHERE kv.k = live.moved_to AND (kv.exp IS NULL OR kv.exp > now_ms)
    )
    ORDER BY live.moved_to, live.k
  ), taken AS (
    DELETE FROM $schema.kv USING free WHERE kv.k = free.k RETURNING kv.k, free.moved_to, kv.v
  ), put AS (
    INSERT INTO $schema.kv AS entry (k, v, ver) SELECT taken.moved_to, taken.v, nextval('$schema.version') FROM taken
    ON CONFLICT ON CONSTRAINT kv_pkey DO UPDATE SET v = excluded.v, ver = excluded.ver, exp = NULL
    RETURNING entry.k, entry.v, entry.ver
  )
  SELECT put.k, put.v, put.ver FROM put JOIN taken ON taken.moved_to = put.k ORDER BY taken.k;
END
$body$;
`;
