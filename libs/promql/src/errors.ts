/** Where a piece of a query stands: offsets of characters, the end not included. */
export interface Position {
  readonly start: number;
  readonly end: number;
}

/** The query can't be read or its types do not fit. */
export class ParseError extends Error {
  override readonly name = "ParseError";
  readonly position: Position;
  /** @param reason what is wrong, in Prometheus's words */
  constructor(reason: string, position: Position, query: string) {
    super(`${lineAndColumn(query, position.start)}: parse error: ${reason}`);
    this.position = position;
  }
}

export type FailureReason = "invalid" | "execution" | "timeout" | "canceled" | "too_many_samples";

/** The query could be read but not carried out. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly reason: FailureReason;
  constructor(message: string, reason: FailureReason = "execution") {
    super(message);
    this.reason = reason;
  }
}

/** `1:7`: both count from 1. */
export function lineAndColumn(query: string, offset: number): string {
  const before = query.slice(0, offset);
  const line = before.split("\n").length;
  return `${line}:${offset - (before.lastIndexOf("\n") + 1) + 1}`;
}
