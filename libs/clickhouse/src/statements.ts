import type { NativeInsert } from "./client.ts";
import { quote } from "./literals.ts";

/** Settings of every SELECT: exact 64-bit integers, valid UTF-8 whatever was stored, bounded time and memory. */
export function querySettings(timeoutSeconds = 30): Record<string, string | number> {
  return {
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_denormals: 1,
    output_format_json_validate_utf8: 1,
    max_execution_time: timeoutSeconds,
    max_memory_usage: 768 * 1024 * 1024,
    max_bytes_before_external_group_by: 256 * 1024 * 1024,
    max_bytes_before_external_sort: 256 * 1024 * 1024,
  };
}

/** A block is inserted whole, in one part a partition, and a second time not at all. */
export function insertSettings(token: string): Record<string, string | number> {
  return {
    insert_deduplicate: 1,
    insert_deduplication_token: token,
    deduplicate_blocks_in_dependent_materialized_views: 1,
    max_insert_block_size: 16_777_216,
    min_insert_block_size_rows: 16_777_216,
    min_insert_block_size_bytes: 1_073_741_824,
    max_partitions_per_insert_block: 0,
    max_threads: 1,
    async_insert: 0,
    exclude_materialize_skip_indexes_on_insert: "by_value",
  };
}

export function insertStatement({ table, columns }: NativeInsert): string {
  return `INSERT INTO ${table} (${columns.join(", ")}) FORMAT Native`;
}

/** The same insert with a file as its data. */
export function insertFromFileStatement(
  { table, columns }: Pick<NativeInsert, "table" | "columns">,
  file: string,
) {
  return `INSERT INTO ${table} (${columns.join(", ")}) SELECT * FROM file(${quote(file)}, 'Native')`;
}
