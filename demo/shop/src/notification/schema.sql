CREATE TABLE message (
  order_id uuid PRIMARY KEY,
  user_id text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  accepted_at timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz
);
CREATE INDEX message_undelivered ON message (accepted_at) WHERE delivered_at IS NULL;
