CREATE TABLE customer_order (
  id uuid PRIMARY KEY,
  user_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'paid', 'unpaid', 'out-of-stock', 'failed')),
  total integer NOT NULL,
  placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customer_order_by_user ON customer_order (user_id, placed_at DESC);

CREATE TABLE order_line (
  order_id uuid NOT NULL REFERENCES customer_order,
  product_id integer NOT NULL,
  unit_price integer NOT NULL,
  quantity integer NOT NULL,
  PRIMARY KEY (order_id, product_id)
);

-- Transactional outbox: what has to be told to others is written with the change that it tells of.
CREATE TABLE outbox (
  order_id uuid PRIMARY KEY REFERENCES customer_order,
  notification jsonb NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
);
