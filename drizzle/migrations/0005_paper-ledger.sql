CREATE TABLE "paper_balances" (
	"address" text NOT NULL,
	"mint" text NOT NULL,
	"amount_raw" numeric(40,0) NOT NULL,
	CONSTRAINT "paper_balances_address_mint_pk" PRIMARY KEY("address","mint"),
	CONSTRAINT "paper_balances_not_negative" CHECK ("paper_balances"."amount_raw" >= 0)
);
--> statement-breakpoint
CREATE TABLE "paper_transactions" (
	"signature" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"address" text,
	"slot" bigint NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"error" text,
	"custom_code" integer,
	"lamports" numeric(40,0) NOT NULL,
	"fee_lamports" numeric(40,0) NOT NULL,
	"tokens" jsonb NOT NULL
);
