/** Which traces are read where there are more than can be judged: all of a trace, or nothing of it. */
export interface Sample {
  /** One trace of so many. */
  readonly of: number;
  /** `slice`: traces whose ids begin alike. They lie next to each other in the store, so that the others are not read at all.
   *  `hash`: where ids are no random numbers, so that a slice of them might be one service's, or one minute's. */
  readonly by: "slice" | "hash";
}

/** How the ids of one service's traces are spread. */
export interface Spread {
  readonly service: string;
  readonly traces: number;
  /** Those of them with a certain bit, which half of random ids have. */
  readonly withBit: number;
}

/** With fewer traces chance alone spreads them badly. */
const leastTraces = 100;
/** Of 100 random ids as few as 20 have the bit once in a billion times. */
const leastPart = 0.2;

/** Whether ids are random, of every service of which enough is seen. Ids that begin with the time (AWS X-Ray) are not, nor are those
 *  that a sampler let pass for their first bits.
 *  Source: W3C Trace Context Level 2, "Random Trace ID Flag" */
export function isRandom(spreads: readonly Spread[]): boolean {
  return spreads.every(({ traces, withBit }) => {
    const part = withBit / traces;
    return traces < leastTraces || (part > leastPart && part < 1 - leastPart);
  });
}
