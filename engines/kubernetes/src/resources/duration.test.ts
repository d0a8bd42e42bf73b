import { expect, test } from "vitest";
import { age, humanDuration } from "./duration.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [-3 * second, "<invalid>"],
  [-1 * second, "0s"],
  [0, "0s"],
  [119 * second, "119s"],
  [2 * minute, "2m"],
  [5 * minute + 12 * second, "5m12s"],
  [10 * minute + 59 * second, "10m"],
  [179 * minute, "179m"],
  [3 * hour, "3h"],
  [3 * hour + 4 * minute, "3h4m"],
  [8 * hour + 59 * minute, "8h"],
  [47 * hour, "47h"],
  [3 * day + 4 * hour, "3d4h"],
  [7 * day, "7d"],
  [8 * day + 23 * hour, "8d"],
  [729 * day, "729d"],
  [2 * 365 * day, "2y"],
  [2 * 365 * day + 10 * day, "2y10d"],
  [8 * 365 * day + 10 * day, "8y"],
])("%i ms are told as %s", (milliseconds, told) => {
  expect(humanDuration(milliseconds)).toBe(told);
});

test.each([[undefined], [null], ["yesterday"], [12], [{}]])("how old %j is is not known", (timestamp) => {
  expect(age(timestamp, 0)).toBe("<unknown>");
});
