import type { ProfileFrame } from "../../api.ts";

/** Whose code a frame is: what people here wrote, what they depend on, the runtime, or the machine below it. */
export const origins = ["own", "dependency", "runtime", "native"] as const;
export type FrameOrigin = (typeof origins)[number];

const DEPENDENCY =
  /\/(node_modules|site-packages|dist-packages|vendor|pkg\/mod|gems|\.m2|\.cargo\/registry)\//;
const RUNTIME_FILE = /^(node:|wasm:)|\/(go|golang)\/src\/|\/lib\/python\d|\/rustc\/|^<frozen|\/usr\/lib\/jvm/;
const RUNTIME_FUNCTION = /^(java|javax|jdk|sun|runtime|kotlin|scala|System)[./]|^\(.*\)$/;

export function originOf({ function: name, file, type }: ProfileFrame): FrameOrigin {
  if (type === "kernel" || type === "native") return "native";
  if (DEPENDENCY.test(file)) return "dependency";
  if (RUNTIME_FILE.test(file) || RUNTIME_FUNCTION.test(name)) return "runtime";
  return file === "" && type !== "jvm" ? "runtime" : "own";
}

/** `cart/src/total.ts:12` of `/app/cart/src/total.ts`: the end of a path says most. */
export function placeOf({ file, line, module }: ProfileFrame): string {
  const path = file === "" ? module : file;
  const end = path.split("/").slice(-3).join("/");
  return line > 0 ? `${end}:${line}` : end;
}

/** A frame as one line to be copied. */
export const textOf = (frame: ProfileFrame): string =>
  [frame.function, frame.file && `(${frame.file}${frame.line > 0 ? `:${frame.line}` : ""})`, frame.module]
    .filter(Boolean)
    .join(" ");

/** How a share changed, with its sign: `+1.2 %`, `−0.4 %`. */
export function signed(change: number): string {
  const percent = Math.abs(change * 100);
  const text = percent >= 10 ? percent.toFixed(1) : percent.toFixed(2);
  if (Number(text) === 0) return "±0\u00a0%";
  return `${change > 0 ? "+" : "−"}${Number(text)}\u00a0%`;
}
