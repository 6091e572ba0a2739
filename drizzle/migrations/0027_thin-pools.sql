ALTER TABLE "order_slicings" ADD COLUMN "most_share_pct" numeric DEFAULT '15' NOT NULL;--> statement-breakpoint
ALTER TABLE "order_slicings" ADD COLUMN "held_since" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "order_slicings" ADD COLUMN "held_why" text;