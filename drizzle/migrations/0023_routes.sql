ALTER TABLE "order_attempts" ADD COLUMN "route" jsonb;--> statement-breakpoint
ALTER TABLE "signature_requests" ADD COLUMN "route" jsonb;--> statement-breakpoint
ALTER TABLE "user_preferences" ADD COLUMN "venue_policy" text DEFAULT 'best-net' NOT NULL;