CREATE TABLE "reconciliation_status" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"clean" boolean NOT NULL,
	"detail" text,
	"since" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "reconciliation_status_single_row" CHECK ("reconciliation_status"."id" = 1)
);
