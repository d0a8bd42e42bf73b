import { currentCaller } from "../../../chassis/caller.ts";
import type { Queryable } from "../../../chassis/database.ts";
import type { ProductDetail } from "../../api.ts";
import { products } from "../../products.ts";

const side = 512;
const bytesPerPixel = 4;

/** Drawn once for each visitor, as prices and colours may become personal. */
const previews = new Map<string, Buffer>();

export async function productDetail(
  database: Queryable,
  id: number,
): Promise<(ProductDetail & { previewBytes: number }) | undefined> {
  const product = await products.productDetail(database, id);
  return product && { ...product, previewBytes: previewOf(product).length };
}

function previewOf({ id }: ProductDetail): Buffer {
  const key = `${currentCaller().sessionId}/${id}`;
  const known = previews.get(key);
  if (known) return known;
  const drawn = Buffer.alloc(side * side * bytesPerPixel, Buffer.from([(id * 47) % 256, 180, 160, 255]));
  previews.set(key, drawn);
  return drawn;
}
