import type { Fact } from "../causes/hypothesis.ts";
import type { Words } from "../diagnosis/api.ts";
import { ahead, amount, duration, figure, percent } from "./figures.ts";

type Values = Fact["values"];
export type Sentence = (say: Say) => Words;

/** The values of a fact, as its sentence needs them. */
export class Say {
  readonly #values: Values;
  constructor(values: Values) {
    this.#values = values;
  }
  text(name: string): string {
    const text = String(this.#values[name] ?? "");
    return text.length > 160 ? `${text.slice(0, 159)}…` : text;
  }
  number(name: string): number {
    return Number(this.#values[name] ?? Number.NaN);
  }
  ms(name: string): string {
    return duration(this.number(name));
  }
  figure(name: string): string {
    return figure(this.number(name));
  }
  bytes(name: string): string {
    return amount(this.number(name), "By");
  }
  percent(name: string): string {
    return percent(this.number(name));
  }
  ahead(language: "en" | "ko"): string {
    return ahead(this.number("minutes"))[language];
  }
  /** A volume with what has it. */
  volume(): Words {
    const [volume, subject] = [this.text("volume"), this.text("subject")];
    if (this.text("of") === "claim")
      return { en: `The volume of claim ${subject}`, ko: `PVC ${subject}의 볼륨` };
    const isPod = this.text("of") === "pod";
    return {
      en: `Volume ${volume} of ${isPod ? "pod" : "node"} ${subject}`.replace("  ", " "),
      ko: `${isPod ? "파드" : "노드"} ${subject}의 볼륨 ${volume}`.trim(),
    };
  }
  amount(name: string): string {
    return amount(this.number(name), this.text("unit"));
  }
}
