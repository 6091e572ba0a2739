CREATE TABLE "trading_states" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "trading_states_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer,
	"state" text NOT NULL,
	"reason" text,
	"set_by" text,
	"since" timestamp (6) with time zone NOT NULL,
	"until" timestamp (6) with time zone,
	"previous" jsonb,
	CONSTRAINT "trading_states_scope" UNIQUE NULLS NOT DISTINCT("user_id"),
	CONSTRAINT "trading_states_freeze_ends" CHECK ("trading_states"."state" <> 'FROZEN' or "trading_states"."until" is not null)
);
--> statement-breakpoint
ALTER TABLE "trading_states" ADD CONSTRAINT "trading_states_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;