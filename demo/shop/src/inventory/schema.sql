CREATE TABLE stock (
  product_id integer PRIMARY KEY,
  available integer NOT NULL CHECK (available >= 0),
  reorder_below integer NOT NULL,
  reorder_to integer NOT NULL
);

CREATE TABLE reservation (
  order_id uuid NOT NULL,
  product_id integer NOT NULL REFERENCES stock,
  quantity integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, product_id)
);
