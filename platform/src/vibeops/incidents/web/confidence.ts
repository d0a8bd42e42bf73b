const steps = [
  [0.9, "almostCertain"],
  [0.75, "veryLikely"],
  [0.5, "likely"],
  [0.3, "possible"],
  [0, "faint"],
] as const;

export const confidenceWord = (confidence: number) =>
  steps.find(([from]) => confidence >= from)?.[1] ?? "faint";
