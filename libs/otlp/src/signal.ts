export const signals = ["traces", "logs", "metrics"] as const;
export type Signal = (typeof signals)[number];
