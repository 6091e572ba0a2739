CREATE TABLE "trader_presence" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"seen_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "signature_requests" ADD COLUMN "lapsed_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "trader_presence" ADD CONSTRAINT "trader_presence_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;