CREATE TABLE "dca_plans" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"token_mint" text NOT NULL,
	"status" text NOT NULL,
	"amount_usd" numeric NOT NULL,
	"every_minutes" integer NOT NULL,
	"count" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (6) with time zone NOT NULL,
	"slippage_bps" integer,
	"exit_plan" jsonb NOT NULL,
	"acknowledge" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"position_id" uuid,
	"last_note" text,
	"actor" jsonb NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "dca_plans_rhythm" CHECK ("dca_plans"."every_minutes" > 0 and "dca_plans"."done" <= "dca_plans"."count")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "type" text DEFAULT 'MARKET' NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "limit_price_usd" numeric;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "expires_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "triggered_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "dca_plan_id" uuid;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "dca_seq" integer;--> statement-breakpoint
ALTER TABLE "dca_plans" ADD CONSTRAINT "dca_plans_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dca_plans" ADD CONSTRAINT "dca_plans_token_mint_tokens_mint_fk" FOREIGN KEY ("token_mint") REFERENCES "public"."tokens"("mint") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dca_plans" ADD CONSTRAINT "dca_plans_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dca_plans_user" ON "dca_plans" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "dca_plans_due" ON "dca_plans" USING btree ("next_at") WHERE "dca_plans"."status" = 'ACTIVE';--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_dca_plan_id_dca_plans_id_fk" FOREIGN KEY ("dca_plan_id") REFERENCES "public"."dca_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "orders_waiting" ON "orders" USING btree ("token_mint") WHERE "orders"."type" = 'LIMIT' and "orders"."status" = 'WORKING' and "orders"."triggered_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_per_dca_step" ON "orders" USING btree ("dca_plan_id","dca_seq");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_limit_has_price" CHECK ("orders"."type" <> 'LIMIT' or ("orders"."limit_price_usd" > 0 and "orders"."expires_at" is not null));