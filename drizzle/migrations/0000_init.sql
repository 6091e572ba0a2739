CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"subject" text,
	"details" jsonb NOT NULL,
	"ip_address" "inet",
	"timestamp" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"sealed_seq" bigint,
	"hash" text,
	CONSTRAINT "audit_log_sealed_seq_unique" UNIQUE("sealed_seq")
);
--> statement-breakpoint
CREATE TABLE "candles" (
	"token_mint" text NOT NULL,
	"time" timestamp (6) with time zone NOT NULL,
	"open" numeric NOT NULL,
	"high" numeric NOT NULL,
	"low" numeric NOT NULL,
	"close" numeric NOT NULL,
	"volume_usd" numeric NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "candles_token_mint_time_pk" PRIMARY KEY("token_mint","time")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" integer NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"order_id" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_route_key_pk" PRIMARY KEY("user_id","route","key")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"mode" text NOT NULL,
	"genesis_hash" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installation_single_row" CHECK ("installation"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "order_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"venue" text NOT NULL,
	"status" text NOT NULL,
	"signature" text NOT NULL,
	"transaction" "bytea" NOT NULL,
	"blockhash" text NOT NULL,
	"last_valid_block_height" bigint NOT NULL,
	"input_raw" numeric(40,0) NOT NULL,
	"quoted_out_raw" numeric(40,0) NOT NULL,
	"min_out_raw" numeric(40,0) NOT NULL,
	"slippage_bps" integer NOT NULL,
	"venue_reference" text,
	"quote" jsonb NOT NULL,
	"slot" bigint,
	"fee_lamports" numeric(40,0),
	"error" text,
	"signed_at" timestamp (6) with time zone NOT NULL,
	"sent_at" timestamp (6) with time zone,
	"resolved_at" timestamp (6) with time zone,
	CONSTRAINT "order_attempts_signature_unique" UNIQUE("signature")
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "order_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"step" text NOT NULL,
	"detail" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"wallet_id" uuid NOT NULL,
	"token_mint" text NOT NULL,
	"side" text NOT NULL,
	"status" text NOT NULL,
	"algorithm" text NOT NULL,
	"amount_usd" numeric,
	"input_raw" numeric(40,0) NOT NULL,
	"slippage_bps" integer,
	"take_profit_pct" numeric,
	"stop_loss_pct" numeric,
	"trailing_stop_pct" numeric,
	"reason" text NOT NULL,
	"position_id" uuid,
	"exit_seq" integer,
	"denial_code" text,
	"denial_detail" text,
	"actor" jsonb NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	"not_before" timestamp (6) with time zone,
	CONSTRAINT "orders_sell_names_its_position" CHECK ("orders"."side" = 'BUY' or ("orders"."position_id" is not null and "orders"."exit_seq" is not null)),
	CONSTRAINT "orders_buy_has_exit_plan" CHECK ("orders"."side" = 'SELL' or ("orders"."take_profit_pct" is not null and "orders"."stop_loss_pct" is not null)),
	CONSTRAINT "orders_input_positive" CHECK ("orders"."input_raw" > 0)
);
--> statement-breakpoint
CREATE TABLE "positions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"wallet_id" uuid NOT NULL,
	"token_mint" text NOT NULL,
	"status" text NOT NULL,
	"amount_raw" numeric(40,0) NOT NULL,
	"bought_raw" numeric(40,0) NOT NULL,
	"cost_raw" numeric(40,0) NOT NULL,
	"proceeds_raw" numeric(40,0) DEFAULT 0 NOT NULL,
	"fees_lamports" numeric(40,0) NOT NULL,
	"fees_usd" numeric NOT NULL,
	"entry_price_usd" numeric NOT NULL,
	"take_profit_pct" numeric NOT NULL,
	"stop_loss_pct" numeric NOT NULL,
	"trailing_stop_pct" numeric,
	"exit_reason" text,
	"exit_seq" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"closed_at" timestamp (6) with time zone,
	CONSTRAINT "positions_amount_not_negative" CHECK ("positions"."amount_raw" >= 0),
	CONSTRAINT "positions_not_oversold" CHECK ("positions"."amount_raw" <= "positions"."bought_raw"),
	CONSTRAINT "positions_always_guarded" CHECK ("positions"."take_profit_pct" > 0 and "positions"."stop_loss_pct" > 0 and "positions"."stop_loss_pct" < 100)
);
--> statement-breakpoint
CREATE TABLE "token_prices" (
	"time" timestamp (6) with time zone NOT NULL,
	"token_mint" text NOT NULL,
	"price_usd" numeric NOT NULL,
	"volume_24h" numeric,
	"liquidity_usd" numeric,
	"slot" bigint,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"mint" text PRIMARY KEY NOT NULL,
	"symbol" text NOT NULL,
	"name" text NOT NULL,
	"decimals" integer NOT NULL,
	"token_program" text NOT NULL,
	"icon" text,
	"verified" boolean DEFAULT false NOT NULL,
	"watched" boolean DEFAULT false NOT NULL,
	"mint_authority_disabled" boolean,
	"freeze_authority_disabled" boolean,
	"top_holders_pct" numeric,
	"suspicious" boolean DEFAULT false NOT NULL,
	"holders" integer,
	"liquidity_usd" numeric,
	"volume_24h_usd" numeric,
	"market_cap_usd" numeric,
	"price_change_24h_pct" numeric,
	"pool" jsonb,
	"minted_at" timestamp (6) with time zone,
	"refreshed_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trades" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"position_id" uuid NOT NULL,
	"side" text NOT NULL,
	"signature" text NOT NULL,
	"slot" bigint NOT NULL,
	"token_raw" numeric(40,0) NOT NULL,
	"quote_raw" numeric(40,0) NOT NULL,
	"fee_lamports" numeric(40,0) NOT NULL,
	"fee_usd" numeric NOT NULL,
	"price_usd" numeric NOT NULL,
	"venue" text NOT NULL,
	"executed_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "trades_signature_unique" UNIQUE("signature")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text,
	"password_hash" text,
	"display_name" text NOT NULL,
	"telegram_id" bigint,
	"is_admin" boolean DEFAULT false NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_telegram_id_unique" UNIQUE("telegram_id"),
	CONSTRAINT "users_can_sign_in" CHECK ("users"."email" is null or "users"."password_hash" is not null)
);
--> statement-breakpoint
CREATE TABLE "wallet_secrets" (
	"wallet_id" uuid PRIMARY KEY NOT NULL,
	"master_key_id" text NOT NULL,
	"wrapped_data_key" "bytea" NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wallets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wallets_address_unique" UNIQUE("address")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_attempts" ADD CONSTRAINT "order_attempts_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_wallet_id_wallets_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."wallets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_token_mint_tokens_mint_fk" FOREIGN KEY ("token_mint") REFERENCES "public"."tokens"("mint") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_wallet_id_wallets_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."wallets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_token_mint_tokens_mint_fk" FOREIGN KEY ("token_mint") REFERENCES "public"."tokens"("mint") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trades" ADD CONSTRAINT "trades_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trades" ADD CONSTRAINT "trades_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_secrets" ADD CONSTRAINT "wallet_secrets_wallet_id_wallets_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."wallets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_user" ON "audit_log" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "candles_time" ON "candles" USING btree ("time");--> statement-breakpoint
CREATE UNIQUE INDEX "order_attempts_seq" ON "order_attempts" USING btree ("order_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "order_attempts_one_live" ON "order_attempts" USING btree ("order_id") WHERE "order_attempts"."status" in ('SIGNED', 'SENT');--> statement-breakpoint
CREATE UNIQUE INDEX "order_attempts_one_fill" ON "order_attempts" USING btree ("order_id") WHERE "order_attempts"."status" = 'CONFIRMED';--> statement-breakpoint
CREATE INDEX "order_attempts_order" ON "order_attempts" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "order_events_order" ON "order_events" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "orders_user_created" ON "orders" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_unfinished" ON "orders" USING btree ("created_at") WHERE "orders"."status" in ('RECEIVED', 'WORKING', 'UNKNOWN');--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_sell_per_exit" ON "orders" USING btree ("position_id","exit_seq") WHERE "orders"."side" = 'SELL';--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_working_sell_per_position" ON "orders" USING btree ("position_id") WHERE "orders"."side" = 'SELL' and "orders"."status" in ('RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE');--> statement-breakpoint
CREATE INDEX "positions_user_opened" ON "positions" USING btree ("user_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "positions_live" ON "positions" USING btree ("token_mint") WHERE "positions"."status" in ('OPEN', 'CLOSING', 'TRAPPED');--> statement-breakpoint
CREATE INDEX "token_prices_mint_time" ON "token_prices" USING btree ("token_mint","time");--> statement-breakpoint
CREATE INDEX "tokens_symbol" ON "tokens" USING btree ("symbol");--> statement-breakpoint
CREATE INDEX "tokens_watched" ON "tokens" USING btree ("watched");--> statement-breakpoint
CREATE INDEX "trades_position" ON "trades" USING btree ("position_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_lower" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "wallets_one_trading_per_user" ON "wallets" USING btree ("user_id") WHERE "wallets"."kind" = 'TRADING';