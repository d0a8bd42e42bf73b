import type { Locator } from "playwright-core";

/** The texts of a table's cells, row by row; the head left out. */
export async function rowsOf(table: Locator): Promise<string[][]> {
  const rows = await table
    .getByRole("row")
    .filter({ has: table.page().getByRole("cell") })
    .all();
  return Promise.all(
    rows.map(async (row) => (await row.getByRole("cell").allInnerTexts()).map((text) => text.trim())),
  );
}

export async function columnOf(table: Locator, index: number): Promise<string[]> {
  return (await rowsOf(table)).map((row) => row[index] ?? "");
}
