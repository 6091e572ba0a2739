CREATE TABLE "wallet_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"address" text NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"usable_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wallet_operations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"wallet_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"mint" text,
	"amount_raw" numeric(40,0) NOT NULL,
	"destination" text NOT NULL,
	"value_usd" numeric,
	"plan" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"body_hash" text NOT NULL,
	"actor" jsonb NOT NULL,
	"transaction" "bytea",
	"signature" text,
	"blockhash" text,
	"last_valid_block_height" bigint,
	"slot" bigint,
	"fee_lamports" numeric(40,0),
	"detail" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	"resolved_at" timestamp (6) with time zone,
	"not_before" timestamp (6) with time zone,
	CONSTRAINT "wallet_operations_signature_unique" UNIQUE("signature"),
	CONSTRAINT "wallet_operations_amount_positive" CHECK ("wallet_operations"."amount_raw" > 0),
	CONSTRAINT "wallet_operations_stored_before_sent" CHECK ("wallet_operations"."status" not in ('SIGNED', 'SENT', 'UNKNOWN', 'CONFIRMED', 'FAILED') or ("wallet_operations"."signature" is not null and "wallet_operations"."transaction" is not null and "wallet_operations"."blockhash" is not null and "wallet_operations"."last_valid_block_height" is not null))
);
--> statement-breakpoint
ALTER TABLE "wallets" ADD COLUMN "unlinked_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "wallet_addresses" ADD CONSTRAINT "wallet_addresses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_operations" ADD CONSTRAINT "wallet_operations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_operations" ADD CONSTRAINT "wallet_operations_wallet_id_wallets_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."wallets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "wallet_addresses_user_address" ON "wallet_addresses" USING btree ("user_id","address");--> statement-breakpoint
CREATE UNIQUE INDEX "wallet_operations_key" ON "wallet_operations" USING btree ("user_id","kind","idempotency_key");--> statement-breakpoint
CREATE INDEX "wallet_operations_user" ON "wallet_operations" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "wallet_operations_unfinished" ON "wallet_operations" USING btree ("wallet_id") WHERE "wallet_operations"."status" in ('RECEIVED', 'AWAITING_SIGNATURE', 'SIGNED', 'SENT', 'UNKNOWN');--> statement-breakpoint
CREATE INDEX "wallets_user" ON "wallets" USING btree ("user_id");