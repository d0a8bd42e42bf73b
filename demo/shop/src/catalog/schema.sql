CREATE TABLE category (
  slug text PRIMARY KEY,
  position integer NOT NULL,
  name_ko text NOT NULL,
  name_en text NOT NULL
);

CREATE TABLE product (
  id integer PRIMARY KEY,
  category text NOT NULL REFERENCES category,
  name_ko text NOT NULL,
  name_en text NOT NULL,
  description_ko text NOT NULL,
  description_en text NOT NULL,
  price integer NOT NULL CHECK (price > 0),
  popularity integer NOT NULL
);
CREATE INDEX product_by_category ON product (category, popularity DESC);
CREATE INDEX product_by_popularity ON product (popularity DESC);

CREATE TABLE review (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_id integer NOT NULL REFERENCES product,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  body text NOT NULL
);
CREATE INDEX review_by_product ON review (product_id);
