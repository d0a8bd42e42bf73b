CREATE TABLE payment (
  order_id uuid PRIMARY KEY,
  amount integer NOT NULL CHECK (amount > 0),
  state text NOT NULL CHECK (state IN ('requested', 'authorized', 'declined', 'failed')),
  authorization_code text,
  requested_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz
);
