CREATE TABLE account (
  id text PRIMARY KEY,
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  password_hash text NOT NULL
);

CREATE TABLE session (
  id uuid PRIMARY KEY,
  account_id text REFERENCES account,
  cart_id uuid NOT NULL,
  language text NOT NULL CHECK (language IN ('ko', 'en')),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);
