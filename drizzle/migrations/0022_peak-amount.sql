ALTER TABLE "positions" ADD COLUMN "peak_amount_raw" numeric(40,0);--> statement-breakpoint
UPDATE "positions" SET "peak_amount_raw" = "amount_raw" WHERE "peak_price_usd" IS NOT NULL;--> statement-breakpoint
-- What the exit monitor itself stores is no change it would have to read again: a peak that rises, a break-even
-- that is armed. Everything else still touches the row, a column that is added later included.
CREATE OR REPLACE FUNCTION positions_touch() RETURNS trigger AS $$
DECLARE
  rest positions%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE'
    AND (NEW.peak_price_usd, NEW.break_even_armed_at) IS DISTINCT FROM (OLD.peak_price_usd, OLD.break_even_armed_at)
    AND (OLD.peak_price_usd IS NULL OR NEW.peak_price_usd >= OLD.peak_price_usd)
    AND (OLD.break_even_armed_at IS NULL OR NEW.break_even_armed_at = OLD.break_even_armed_at)
  THEN
    rest := NEW;
    rest.peak_price_usd := OLD.peak_price_usd;
    rest.peak_amount_raw := OLD.peak_amount_raw;
    rest.break_even_armed_at := OLD.break_even_armed_at;
    IF rest *= OLD THEN
      RETURN NEW;
    END IF;
  END IF;
  NEW.updated_at = clock_timestamp();
  RETURN NEW;
END
$$ LANGUAGE plpgsql;
