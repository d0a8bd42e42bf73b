import type { Product } from "../catalog/api.ts";
import { Html } from "./html.ts";

/** One plain drawing a category, on a 64 by 64 grid; the colour comes from the product's number. */
const drawings: Record<string, string> = {
  tea: '<path d="M14 26h30v8a15 15 0 0 1-30 0zM44 28h4a5 5 0 0 1 0 11h-5M22 20c-3-4 3-5 0-9M31 20c-3-4 3-5 0-9M12 54h36"/>',
  ceramics:
    '<path d="M26 10h12M27 10c1 10-11 14-11 28 0 10 7 16 16 16s16-6 16-16c0-14-12-18-11-28M17 34c10 5 20 5 30 0"/>',
  kitchen:
    '<path d="M18 16a6 6 0 0 1 6-6h16a6 6 0 0 1 6 6v32a6 6 0 0 1-6 6H24a6 6 0 0 1-6-6zM32 18v.1M26 28v18M32 28v18M38 28v18"/>',
  textile: '<path d="M12 18h40v30H12zM12 28h40M12 38h40M24 18v30M40 18v30M16 48v6M28 48v6M40 48v6M48 48v6"/>',
  stationery: '<path d="M18 10h28v44H18zM26 10v44M14 18h8M14 28h8M14 38h8M14 48h8M32 22h8M32 30h8"/>',
  lighting: '<path d="M24 10h16l8 22H16zM32 32v18M20 54h24M24 54a8 5 0 0 1 16 0"/>',
  camping: '<path d="M32 12 8 52h48zM32 12v14M32 26 20 52M32 26l12 26"/>',
  plants:
    '<path d="M20 40h24l-3 14H23zM32 40V22M32 28c-12 2-14-8-14-12 10-1 14 4 14 12M32 24c0-10 6-13 14-12 0 8-4 13-14 12"/>',
  books: '<path d="M32 18c-6-5-14-5-20-3v34c6-2 14-2 20 3 6-5 14-5 20-3V15c-6-2-14-2-20 3zM32 18v34"/>',
  wellness:
    '<path d="M14 34c0-8 8-12 18-12s18 4 18 12-8 14-18 14-18-6-18-14zM24 34c4 3 12 3 16 0M40 12v.1M46 17v.1M34 15v.1"/>',
};

export function artwork({ id, category }: Pick<Product, "id" | "category">): Html {
  const hue = (id * 47) % 360;
  return new Html(
    `<svg class="art" viewBox="0 0 64 64" style="--hue:${hue}" aria-hidden="true">${drawings[category] ?? ""}</svg>`,
  );
}
