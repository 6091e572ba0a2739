CREATE TABLE "equity_snapshots" (
	"user_id" integer NOT NULL,
	"time" timestamp (6) with time zone NOT NULL,
	"equity_usd" numeric NOT NULL,
	"pnl_usd" numeric NOT NULL,
	CONSTRAINT "equity_snapshots_user_id_time_pk" PRIMARY KEY("user_id","time")
);
--> statement-breakpoint
CREATE TABLE "locks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer,
	"mint" text,
	"deployer" text,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"evidence" text NOT NULL,
	"until" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	"removed_at" timestamp (6) with time zone,
	"removed_by" jsonb,
	CONSTRAINT "locks_evidence" UNIQUE NULLS NOT DISTINCT("user_id","kind","mint","deployer","evidence")
);
--> statement-breakpoint
CREATE TABLE "position_day_marks" (
	"position_id" uuid NOT NULL,
	"day" date NOT NULL,
	"price_usd" numeric NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "position_day_marks_position_id_day_pk" PRIMARY KEY("position_id","day")
);
--> statement-breakpoint
CREATE TABLE "risk_limits" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "risk_limits_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer,
	"max_position_usd" numeric,
	"max_daily_loss_usd" numeric,
	"max_open_positions" integer,
	"max_correlated" integer,
	"risk_per_trade_pct" numeric,
	"protections" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"tightened_at" timestamp (6) with time zone,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "risk_limits_one_per_user" UNIQUE NULLS NOT DISTINCT("user_id"),
	CONSTRAINT "risk_limits_positive" CHECK ("risk_limits"."max_position_usd" > 0 and "risk_limits"."max_daily_loss_usd" > 0 and "risk_limits"."max_open_positions" >= 0 and "risk_limits"."max_correlated" >= 1 and "risk_limits"."risk_per_trade_pct" > 0)
);
--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "deployer" text;--> statement-breakpoint
ALTER TABLE "equity_snapshots" ADD CONSTRAINT "equity_snapshots_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "locks" ADD CONSTRAINT "locks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_day_marks" ADD CONSTRAINT "position_day_marks_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_limits" ADD CONSTRAINT "risk_limits_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "equity_snapshots_time" ON "equity_snapshots" USING btree ("time");--> statement-breakpoint
CREATE INDEX "locks_standing" ON "locks" USING btree ("user_id","created_at") WHERE "locks"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "order_attempts_failed" ON "order_attempts" USING btree ("resolved_at") WHERE "order_attempts"."status" = 'FAILED';