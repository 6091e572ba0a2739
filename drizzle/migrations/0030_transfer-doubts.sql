ALTER TABLE "wallet_operations" ADD COLUMN "doubted_by" jsonb;--> statement-breakpoint
CREATE INDEX "order_attempts_failed_slot" ON "order_attempts" USING btree ("slot") WHERE "order_attempts"."status" = 'FAILED';--> statement-breakpoint
CREATE INDEX "order_attempts_expired" ON "order_attempts" USING btree ("signed_at") WHERE "order_attempts"."status" = 'EXPIRED';--> statement-breakpoint
CREATE INDEX "trades_slot" ON "trades" USING btree ("slot");