import type { Queryable } from "../chassis/database.ts";
import { randomFrom } from "../random.ts";
import { assortment } from "./assortment.ts";

export async function seedCatalog(database: Queryable, seed: number): Promise<void> {
  for (const [position, { slug, name }] of assortment.entries()) {
    await database.query("INSERT INTO category VALUES ($1, $2, $3, $4)", [slug, position, ...name]);
  }
  await database.query(
    `INSERT INTO product SELECT * FROM json_to_recordset($1) AS
     p(id int, category text, name_ko text, name_en text, description_ko text, description_en text, price int, popularity int)`,
    [JSON.stringify(products(seed))],
  );
  await database.query(writeReviews);
  await database.query("ANALYZE category, product, review");
}

function products(seed: number) {
  const random = randomFrom(seed, "catalog");
  return assortment
    .flatMap(({ slug, variants, kinds }) =>
      kinds.flatMap(([kindKo, kindEn, price]) =>
        variants.map(([variantKo, variantEn], step) => ({
          category: slug,
          name_ko: `${variantKo} ${kindKo}`,
          name_en: `${variantEn} ${kindEn}`,
          description_ko: `오래 곁에 두고 쓰도록 만든 ${variantKo} ${kindKo}입니다. 작은 공방에서 한 번에 조금씩 만듭니다.`,
          description_en: `${variantEn} ${kindEn}, made to be kept for years, in small batches by a small workshop.`,
          price: price + Math.round((price * step) / 8 / 500) * 500,
          popularity: Math.floor(random() * 10_000),
        })),
      ),
    )
    .map((product, index) => ({ id: index + 1, ...product }));
}

/** Reviews follow from the numbers of product and review, so that they are the same at each start. */
const writeReviews = `
  INSERT INTO review (product_id, stars, body)
  SELECT p.id, 5 - n % (1 + p.id % 4),
         (ARRAY['선물했는데 무척 좋아하네요.', '사진보다 색이 깊습니다.', '배송이 빨랐고 포장이 꼼꼼했어요.', '두 번째 구매입니다.', '조금 작지만 만듦새가 좋아요.',
                'A gift that was loved at once.', 'The colour is deeper than in the picture.', 'Quick delivery, careful wrapping.', 'My second one already.', 'A little small, but well made.'])
           [1 + (p.id + n * 3) % 10] || ' ' || p.name_ko || ' / ' || p.name_en || ' — ' ||
         (ARRAY['매일 쓰고 있습니다.', 'I use it every day.', '손에 잘 맞아요.', 'It sits well in the hand.', '부모님께도 사 드렸어요.', 'Bought one for my parents too.', '다음에는 다른 색으로.'])
           [1 + (p.id * 3 + n) % 7]
  FROM product p, generate_series(1, 20 + p.id * 31 % 80) n`;
