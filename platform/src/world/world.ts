import type { z } from "zod";
import type { worldSchema } from "./api.ts";

/** The shared picture of a window, as plain data: what judges read. */
export type World = z.output<typeof worldSchema>;
export type WorldService = World["services"][number];
export type Edge = World["edges"][number];
