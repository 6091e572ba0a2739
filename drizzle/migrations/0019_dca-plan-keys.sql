ALTER TABLE "dca_plans" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "dca_plans" ADD COLUMN "body_hash" text;--> statement-breakpoint
CREATE UNIQUE INDEX "dca_plans_one_per_key" ON "dca_plans" USING btree ("user_id","idempotency_key");