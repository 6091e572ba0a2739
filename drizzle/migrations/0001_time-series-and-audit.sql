-- Time series: a hypertable where TimescaleDB is loaded, native range partitions elsewhere. Same queries on both.
CREATE FUNCTION jarvis_has_timescale() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('shared_preload_libraries') LIKE '%timescaledb%'
     AND EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb')
$$;
--> statement-breakpoint
CREATE FUNCTION jarvis_ensure_partitions(parent text, first_day date, days integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  day date;
  made integer := 0;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_partitioned_table WHERE partrelid = parent::regclass) THEN
    RETURN 0;
  END IF;
  FOR day IN SELECT first_day + offset_days FROM generate_series(0, days - 1) AS offset_days LOOP
    IF to_regclass(format('%I', parent || '_' || to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
        parent || '_' || to_char(day, 'YYYYMMDD'), parent, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
CREATE FUNCTION jarvis_drop_partitions(parent text, before_day date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  child text;
  dropped integer := 0;
BEGIN
  FOR child IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass AND c.relname ~ (parent || '_\d{8}$') AND right(c.relname, 8) < to_char(before_day, 'YYYYMMDD')
  LOOP
    EXECUTE format('DROP TABLE %I', child);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
--> statement-breakpoint
DO $$
BEGIN
  IF jarvis_has_timescale() THEN
    CREATE EXTENSION IF NOT EXISTS timescaledb;
    PERFORM create_hypertable('token_prices', 'time', chunk_time_interval => INTERVAL '1 hour');
    ALTER TABLE token_prices SET (timescaledb.compress, timescaledb.compress_segmentby = 'token_mint');
    PERFORM add_compression_policy('token_prices', INTERVAL '7 days');
  ELSE
    ALTER TABLE token_prices RENAME TO token_prices_plain;
    ALTER INDEX token_prices_mint_time RENAME TO token_prices_plain_mint_time;
    CREATE TABLE token_prices (LIKE token_prices_plain INCLUDING DEFAULTS) PARTITION BY RANGE (time);
    CREATE INDEX token_prices_mint_time ON token_prices (token_mint, time);
    CREATE TABLE token_prices_default PARTITION OF token_prices DEFAULT;
    DROP TABLE token_prices_plain;
    PERFORM jarvis_ensure_partitions('token_prices', current_date - 1, 9);
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION jarvis_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.hash IS NULL
     AND (NEW.id, NEW.user_id, NEW.actor, NEW.action, NEW.subject, NEW.details, NEW.ip_address, NEW.timestamp)
         IS NOT DISTINCT FROM (OLD.id, OLD.user_id, OLD.actor, OLD.action, OLD.subject, OLD.details, OLD.ip_address, OLD.timestamp) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_log is append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION jarvis_audit_is_append_only();
--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION jarvis_audit_is_append_only();
