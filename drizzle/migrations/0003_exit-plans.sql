ALTER TABLE "positions" DROP CONSTRAINT "positions_always_guarded";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "trailing_activation_pct" numeric;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "break_even_at_pct" numeric;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "ladder" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "time_stop_minutes" integer;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "slippage_failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "same_refusals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "last_refusal" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refused_since" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "trailing_activation_pct" numeric;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "break_even_at_pct" numeric;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "ladder" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "time_stop_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "peak_price_usd" numeric;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "break_even_armed_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "ladder_done" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "queued_exit" jsonb;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "trapped_reason" text;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "trapped_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "positions_updated" ON "positions" USING btree ("updated_at");--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_always_guarded" CHECK ("positions"."take_profit_pct" > 0 and "positions"."stop_loss_pct" < 100 and "positions"."take_profit_pct" + "positions"."stop_loss_pct" > 0);--> statement-breakpoint
CREATE FUNCTION positions_touch() RETURNS trigger AS $$
BEGIN
  NEW.updated_at = clock_timestamp();
  RETURN NEW;
END
$$ LANGUAGE plpgsql;--> statement-breakpoint
CREATE TRIGGER positions_touch BEFORE INSERT OR UPDATE ON "positions"
FOR EACH ROW EXECUTE FUNCTION positions_touch();
