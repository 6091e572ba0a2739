CREATE TABLE "user_preferences" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"take_profit_pct" numeric NOT NULL,
	"stop_loss_pct" numeric NOT NULL,
	"slippage_bps" integer,
	"buy_amounts_usd" jsonb NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "user_preferences_guard" CHECK ("user_preferences"."take_profit_pct" > 0 and "user_preferences"."stop_loss_pct" > 0 and "user_preferences"."stop_loss_pct" < 100)
);
--> statement-breakpoint
ALTER TABLE "user_preferences" ADD CONSTRAINT "user_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;