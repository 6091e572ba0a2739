CREATE TABLE "launches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"mint" text NOT NULL,
	"symbol" text NOT NULL,
	"name" text NOT NULL,
	"icon" text,
	"creator" text,
	"status" text NOT NULL,
	"dbc_pool" text,
	"damm_pool" text,
	"twitter" text,
	"website" text,
	"curve_progress_bps" integer,
	"liquidity_usd" numeric,
	"peak_liquidity_usd" numeric,
	"volume_24h_usd" numeric,
	"holders" integer,
	"score" integer NOT NULL,
	"score_parts" jsonb NOT NULL,
	"samples" jsonb NOT NULL,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	"graduated_at" timestamp (6) with time zone,
	"updated_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "launches_mint" ON "launches" USING btree ("mint");--> statement-breakpoint
CREATE INDEX "launches_first_seen" ON "launches" USING btree ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "launches_creator" ON "launches" USING btree ("creator");