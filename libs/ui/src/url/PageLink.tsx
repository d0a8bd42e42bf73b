import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, type ReactNode } from "react";

/** Where a link leads. Time range and live mode come along by themselves. */
export interface Target {
  /** A path with its parameters filled in. */
  readonly to: string;
  readonly search?: Readonly<Record<string, string | readonly string[]>>;
}

const NO_SEARCH: NonNullable<Target["search"]> = {};

interface PageLinkProps extends Target {
  readonly className?: string | undefined;
  readonly title?: string | undefined;
  readonly tabIndex?: number;
  readonly children: ReactNode;
}

export function PageLink({ to, search = NO_SEARCH, ...rest }: PageLinkProps) {
  return <Link to={to} search={search} {...rest} />;
}

/** The same as `PageLink` for keys and rows. */
export function useGo(): (target: Target) => void {
  const navigate = useNavigate();
  return useCallback(({ to, search = NO_SEARCH }: Target) => void navigate({ to, search }), [navigate]);
}

/** A path with one escaped segment: service and metric names may hold slashes. */
export function pathTo(base: string, segment: string): string {
  return `${base}/${encodeURIComponent(segment)}`;
}
