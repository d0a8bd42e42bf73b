import type { ReactNode } from "react";
import { ProblemView, Stale } from "./ProblemView.tsx";

interface Asked<D> {
  readonly data: D | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface AnswerProps<D> {
  readonly of: Asked<D>;
  /** One line for a failure, where another part of the page tells of it in full. */
  readonly brief?: boolean;
  /** Shown until the first answer. */
  readonly skeleton: ReactNode;
  readonly children: (data: D) => ReactNode;
}

/** An answer in each of its states: on its way, failed, here, here but out of date. */
export function Answer<D>({ of, brief = false, skeleton, children }: AnswerProps<D>) {
  const retry = () => void of.refetch();
  if (of.data === undefined) {
    return of.error === null ? skeleton : <ProblemView error={of.error} retry={retry} brief={brief} />;
  }
  return (
    <>
      {of.error !== null && <Stale retry={retry} />}
      {children(of.data)}
    </>
  );
}
