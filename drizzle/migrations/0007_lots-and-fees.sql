CREATE TABLE "lot_sales" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lot_sales_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"position_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"trade_id" uuid,
	"sold_raw" numeric(40,0) NOT NULL,
	"proceeds_raw" numeric(40,0) NOT NULL,
	"cost_raw" numeric(40,0) NOT NULL,
	"fees_lamports" numeric(40,0) NOT NULL,
	"fees_usd" numeric NOT NULL,
	"fees_unvalued_lamports" numeric(40,0) NOT NULL,
	"realised_usd" numeric NOT NULL,
	"at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"order_id" uuid,
	"bought_raw" numeric(40,0) NOT NULL,
	"cost_raw" numeric(40,0) NOT NULL,
	"fee_lamports" numeric(40,0) NOT NULL,
	"remaining_raw" numeric(40,0) NOT NULL,
	"remaining_cost_raw" numeric(40,0) NOT NULL,
	"remaining_fee_lamports" numeric(40,0) NOT NULL,
	"remaining_fee_usd" numeric NOT NULL,
	"remaining_unvalued_lamports" numeric(40,0) NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "lots_not_oversold" CHECK ("lots"."remaining_raw" between 0 and "lots"."bought_raw")
);
--> statement-breakpoint
ALTER TABLE "trades" ALTER COLUMN "fee_usd" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "order_attempts" ADD COLUMN "fee_usd" numeric;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "fees_unvalued_lamports" numeric(40,0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trades" ADD COLUMN "network_fee_lamports" numeric(40,0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trades" ADD COLUMN "priority_fee_lamports" numeric(40,0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trades" ADD COLUMN "tip_lamports" numeric(40,0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trades" ADD COLUMN "rent_lamports" numeric(40,0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trades" ADD COLUMN "tax_raw" numeric(40,0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "lot_sales" ADD CONSTRAINT "lot_sales_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lot_sales" ADD CONSTRAINT "lot_sales_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lot_sales" ADD CONSTRAINT "lot_sales_trade_id_trades_id_fk" FOREIGN KEY ("trade_id") REFERENCES "public"."trades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lots" ADD CONSTRAINT "lots_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lots" ADD CONSTRAINT "lots_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lot_sales_trade_lot" ON "lot_sales" USING btree ("trade_id","lot_id");--> statement-breakpoint
CREATE INDEX "lot_sales_position" ON "lot_sales" USING btree ("position_id","at");--> statement-breakpoint
CREATE INDEX "lot_sales_at" ON "lot_sales" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "lots_position_seq" ON "lots" USING btree ("position_id","seq");--> statement-breakpoint
CREATE INDEX "order_attempts_fee_unvalued" ON "order_attempts" USING btree ("id") WHERE "order_attempts"."status" = 'FAILED' and "order_attempts"."fee_usd" is null;--> statement-breakpoint
CREATE INDEX "positions_fees_unvalued" ON "positions" USING btree ("id") WHERE "positions"."fees_unvalued_lamports" <> 0;
--> statement-breakpoint
-- Positions from before lots: one lot each. Cost and fees go to the sales by how much of it was sold after each.
INSERT INTO "lots" ("id", "position_id", "seq", "order_id", "bought_raw", "cost_raw", "fee_lamports", "remaining_raw",
  "remaining_cost_raw", "remaining_fee_lamports", "remaining_fee_usd", "remaining_unvalued_lamports", "opened_at")
SELECT gen_random_uuid(), p.id, 1,
  (SELECT o.id FROM "orders" o WHERE o.position_id = p.id AND o.side = 'BUY' ORDER BY o.created_at LIMIT 1),
  p.bought_raw, p.cost_raw, p.fees_lamports, p.amount_raw,
  p.cost_raw - div(p.cost_raw * (p.bought_raw - p.amount_raw), p.bought_raw),
  p.fees_lamports - div(p.fees_lamports * (p.bought_raw - p.amount_raw), p.bought_raw),
  CASE WHEN p.amount_raw = 0 THEN 0 ELSE p.fees_usd - trunc(p.fees_usd * (p.bought_raw - p.amount_raw) / p.bought_raw, 12) END,
  0, p.opened_at
FROM "positions" p WHERE p.bought_raw > 0;--> statement-breakpoint
INSERT INTO "lot_sales" ("position_id", "lot_id", "trade_id", "sold_raw", "proceeds_raw", "cost_raw", "fees_lamports",
  "fees_usd", "fees_unvalued_lamports", "realised_usd", "at")
SELECT s.position_id, s.lot_id, s.trade_id, s.sold, s.proceeds, s.cost, s.lamports, s.usd, 0,
  (s.proceeds - s.cost) / 1000000.0 - s.usd, s.at
FROM (
  SELECT t.position_id, l.id AS lot_id, t.id AS trade_id, t.token_raw AS sold, t.quote_raw AS proceeds, t.executed_at AS at,
    div(p.cost_raw * t.after, p.bought_raw) - div(p.cost_raw * t.before, p.bought_raw) AS cost,
    div(p.fees_lamports * t.after, p.bought_raw) - div(p.fees_lamports * t.before, p.bought_raw) AS lamports,
    (CASE WHEN t.after = p.bought_raw THEN p.fees_usd ELSE trunc(p.fees_usd * t.after / p.bought_raw, 12) END)
      - trunc(p.fees_usd * t.before / p.bought_raw, 12) AS usd
  FROM (
    SELECT s.*, sum(s.token_raw) OVER w AS after, sum(s.token_raw) OVER w - s.token_raw AS before
    FROM "trades" s WHERE s.side = 'SELL'
    WINDOW w AS (PARTITION BY s.position_id ORDER BY s.slot, s.executed_at, s.id)
  ) t
  JOIN "positions" p ON p.id = t.position_id
  JOIN "lots" l ON l.position_id = p.id
) s;--> statement-breakpoint
UPDATE "trades" t SET "network_fee_lamports" = least(a.fee_lamports, 5000),
  "priority_fee_lamports" = a.fee_lamports - least(a.fee_lamports, 5000),
  "rent_lamports" = t.fee_lamports - a.fee_lamports
FROM "order_attempts" a WHERE a.signature = t.signature AND a.fee_lamports IS NOT NULL;
