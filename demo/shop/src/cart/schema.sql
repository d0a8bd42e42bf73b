CREATE TABLE cart_line (
  cart_id uuid NOT NULL,
  product_id integer NOT NULL,
  unit_price integer NOT NULL CHECK (unit_price > 0),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cart_id, product_id)
);
CREATE INDEX cart_line_by_change ON cart_line (changed_at);
