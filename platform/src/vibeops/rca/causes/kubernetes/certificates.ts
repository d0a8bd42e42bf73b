import type { Scene } from "../../scene/scene.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { nothingReady } from "./scores.ts";

const soonMs = 7 * 86_400_000;
const certificateScore = 9;

/** A certificate whose end is near: nothing shows it until everything fails. */
export const endingCertificates = ({ certificates, now, window }: Scene): Hypothesis[] =>
  certificates
    .filter(({ endsAt }) => endsAt - now < soonMs)
    .map(({ namespace, name, endsAt }) => ({
      rule: "kubernetes",
      kind: "certificate-expiring" as const,
      service: name,
      subject: `${namespace}/${name}`,
      at: window.from,
      score: endsAt < now ? nothingReady : certificateScore,
      inside: [insideOf("setting", `Secret ${namespace}/${name}`)],
      facts: [
        {
          code: "certificate-ends",
          values: { object: `${namespace}/${name}`, hours: Math.round((endsAt - now) / 3_600_000) },
        },
      ],
      against: [],
      victims: [],
      touches: [name],
    }));
