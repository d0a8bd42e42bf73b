import { unitFormat, unitScale } from "@naru/ui";
import { ucumOf } from "../model/unit.ts";

interface ValueFormat {
  readonly format: (value: number) => string;
  readonly scale: "binary" | "decimal";
}

/** How a panel writes its values.
 *  @param unit      as Grafana calls it
 *  @param decimals  digits after the point of plain numbers and per cents; null: as many as matter */
export function valueFormat(unit: string, decimals: number | null = null): ValueFormat {
  const { ucum, factor } = ucumOf(unit);
  if (decimals !== null && (ucum === "1" || ucum === "%")) {
    const end = ucum === "%" ? "\u00a0%" : "";
    return { format: (value) => `${(value * factor).toFixed(decimals)}${end}`, scale: "decimal" };
  }
  const format = unitFormat(ucum);
  return { format: (value) => format(value * factor), scale: unitScale(ucum) };
}
