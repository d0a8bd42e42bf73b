import { NBSP, significant } from "./number.ts";

const SYSTEMS = {
  iec: { base: 1024, prefixes: ["", "Ki", "Mi", "Gi", "Ti", "Pi"] },
  si: { base: 1000, prefixes: ["", "k", "M", "G", "T", "P"] },
} as const;

/** Memory and files are usually meant in IEC units (KiB), network traffic in SI units (kB). */
export function formatBytes(bytes: number, system: keyof typeof SYSTEMS = "iec"): string {
  const { base, prefixes } = SYSTEMS[system];
  const power = bytes === 0 ? 0 : Math.floor(Math.log(Math.abs(bytes)) / Math.log(base) + 1e-9);
  const index = Math.min(Math.max(power, 0), prefixes.length - 1);
  return `${significant(bytes / base ** index)}${NBSP}${prefixes[index] ?? ""}B`;
}
