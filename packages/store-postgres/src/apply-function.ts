/**
 * Applies a whole batch in one call, so with one sync of the log; `commit_batch` of schema 1 did the same in 1.4 times
 * the time, with fewer and longer statements. Most of the time of a small commit is setting up its statements, so each
 * is as plain as it can be: no windows, no common tables, and the sweep only when it is asked for.
 *
 * First come locks on the hashes of all names of the batch, sorted, so that no two batches wait for each other in
 * a circle; they also cover keys that do not exist yet, and are those of `commit_batch`, which older programs may still
 * call. A batch with very many names takes the one lock that all others share, since the lock table of the server is
 * small. Every statement after that sees what was committed before (READ COMMITTED). Each commit is tested as a whole
 * before its first write. Expired keys are removed last and only where nobody else writes: whoever waits for a row must
 * not hold one.
 *
 * `request`: `names`, and `commits` with the parts that each has: `c` checks [key, version], `a` adds
 * [counter, sum of this and the earlier deltas to it, min, max, whether a later one has the whole sum], `p` puts
 * [key, number of its text, ttl], `d` deleted keys, `l` appends [log, number of its text]. The texts stand beside it,
 * since within JSON each quote of them would be escaped twice.
 * Scans of whole tables are off because plans are kept, and would be made while the tables are still small.
 */
export const applyFunction = `
CREATE FUNCTION $schema.apply_batch(request jsonb, texts text[], now_ms bigint, durable boolean, sweep boolean) RETURNS jsonb
LANGUAGE plpgsql SET enable_seqscan = off AS $body$
DECLARE
  safe CONSTANT numeric := 9007199254740991;
  seed CONSTANT bigint := hashtextextended('$schema', 0);
  names CONSTANT jsonb := request->'names';
  item jsonb;
  part jsonb;
  refusal jsonb;
  results jsonb := '[]';
  sequences jsonb;
  given bigint;
  sequence bigint;
BEGIN
  IF durable AND 'off' IN (current_setting('synchronous_commit'), current_setting('fsync')) THEN
    RAISE EXCEPTION USING ERRCODE = 'TW001', MESSAGE = 'the server no longer syncs commits';
  END IF;
  IF jsonb_array_length(names) > $mostLocks THEN
    PERFORM pg_advisory_xact_lock(seed);
  ELSE
    PERFORM pg_advisory_xact_lock_shared(seed);
    PERFORM pg_advisory_xact_lock(hash) FROM (
      SELECT hashtextextended(name, seed) AS hash
      FROM jsonb_array_elements_text(names) AS name ORDER BY hash
    ) AS sorted;
  END IF;

  FOR item IN SELECT value FROM jsonb_array_elements(request->'commits') LOOP
    refusal := NULL;
    IF item ? 'c' THEN
      SELECT jsonb_build_object('ok', false, 'reason', 'conflict', 'key', asked.key, 'version', asked.found)
      INTO refusal
      FROM (
        SELECT n, value->>0 AS key, (value->>1)::bigint AS wanted, coalesce((
          SELECT ver FROM $schema.kv WHERE k = value->>0 AND (exp IS NULL OR exp > now_ms)
        ), 0) AS found
        FROM jsonb_array_elements(item->'c') WITH ORDINALITY AS listed(value, n)
      ) AS asked
      WHERE asked.found <> asked.wanted ORDER BY asked.n LIMIT 1;
    END IF;
    IF refusal IS NULL AND item ? 'a' THEN
      SELECT jsonb_build_object('ok', false, 'reason', 'bound', 'counter', asked.counter, 'value', asked.before)
      INTO refusal
      FROM (
        SELECT n, value->>0 AS counter, (value->>1)::numeric AS added,
          coalesce((value->>2)::numeric, -safe) AS lowest, coalesce((value->>3)::numeric, safe) AS highest,
          coalesce((SELECT ctr.n FROM $schema.ctr WHERE ctr.k = value->>0), 0) AS before
        FROM jsonb_array_elements(item->'a') WITH ORDINALITY AS listed(value, n)
      ) AS asked
      WHERE asked.before + asked.added NOT BETWEEN greatest(asked.lowest, -safe) AND least(asked.highest, safe)
      ORDER BY asked.n LIMIT 1;
    END IF;
    IF refusal IS NOT NULL THEN
      results := results || refusal;
      CONTINUE;
    END IF;

    given := nextval('$schema.version');
    sequences := '[]';
    IF item ? 'a' THEN
      INSERT INTO $schema.ctr AS counter (k, n)
      SELECT value->>0, (value->>1)::bigint FROM jsonb_array_elements(item->'a') AS value WHERE value->4 IS NULL
      ON CONFLICT (k) DO UPDATE SET n = counter.n + excluded.n;
    END IF;
    IF item ? 'p' THEN
      INSERT INTO $schema.kv (k, v, ver, exp)
      SELECT value->>0, texts[(value->>1)::integer], given, now_ms + (value->>2)::bigint FROM jsonb_array_elements(item->'p')
      ON CONFLICT (k) DO UPDATE SET v = excluded.v, ver = excluded.ver, exp = excluded.exp;
    END IF;
    IF item ? 'd' THEN
      DELETE FROM $schema.kv WHERE k = ANY (ARRAY(SELECT jsonb_array_elements_text(item->'d')));
    END IF;
    IF item ? 'l' THEN
      FOR i IN 0 .. jsonb_array_length(item->'l') - 1 LOOP
        part := item->'l'->i;
        INSERT INTO $schema.head AS head (name, seq) VALUES (part->>0, 1)
        ON CONFLICT (name) DO UPDATE SET seq = head.seq + 1 RETURNING head.seq INTO sequence;
        INSERT INTO $schema.log (name, seq, v) VALUES (part->>0, sequence, texts[(part->>1)::integer]);
        sequences := sequences || to_jsonb(sequence);
      END LOOP;
    END IF;
    results := results || jsonb_build_object('ok', true, 'version', given, 'sequences', sequences);
  END LOOP;

  IF sweep THEN
    DELETE FROM $schema.kv WHERE exp <= now_ms AND k = ANY (ARRAY(
      SELECT k FROM $schema.kv WHERE exp <= now_ms LIMIT $expiredPerBatch FOR UPDATE SKIP LOCKED
    ));
  END IF;
  RETURN results;
END
$body$;
`;
