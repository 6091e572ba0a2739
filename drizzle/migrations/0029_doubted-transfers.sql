ALTER TABLE "wallet_operations" ADD COLUMN "held_before_raw" numeric(40,0);--> statement-breakpoint
ALTER TABLE "wallet_operations" ADD COLUMN "held_before_slot" bigint;--> statement-breakpoint
ALTER TABLE "wallet_operations" ADD COLUMN "doubted_at" timestamp (6) with time zone;