CREATE TABLE "order_slicings" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"schedule" jsonb NOT NULL,
	"begun" integer DEFAULT 0 NOT NULL,
	"settled" integer DEFAULT 0 NOT NULL,
	"carry_raw" numeric(40,0) DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (6) with time zone NOT NULL,
	"arrival" jsonb,
	"stop_reason" text,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "order_slicings_one_under_way" CHECK ("order_slicings"."begun" - "order_slicings"."settled" in (0, 1)),
	CONSTRAINT "order_slicings_carry" CHECK ("order_slicings"."carry_raw" >= 0)
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "slice_seq" integer;--> statement-breakpoint
ALTER TABLE "order_slicings" ADD CONSTRAINT "order_slicings_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_slicings_due" ON "order_slicings" USING btree ("next_at") WHERE "order_slicings"."status" <> 'ENDED';--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_parent_id_orders_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_per_slice" ON "orders" USING btree ("parent_id","slice_seq");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_slice_is_numbered" CHECK (("orders"."parent_id" is null) = ("orders"."slice_seq" is null));