/** A table as data, so that one declaration gives the single-node and the replicated, distributed form. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly indexes?: readonly string[];
  readonly engine: "MergeTree" | "ReplacingMergeTree" | "SummingMergeTree";
  readonly partitionBy: string;
  readonly orderBy: string;
  /** Which retention setting deletes its rows, and by which column. */
  readonly retention: {
    readonly signal: "traces" | "logs" | "metrics" | "profiles" | "incidents" | "longest";
    readonly column: string;
  };
}

export interface View {
  readonly name: string;
  readonly to: string;
  readonly select: string;
}
